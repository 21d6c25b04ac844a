import type { ElementRecord } from '../../core/types.ts';

/** The values of one field, one a record; undefined where a record lacks it. */
export type FieldValues = readonly unknown[];

/** Takes records apart into fields. Only own, enumerable, named properties count; each is read once. */
export interface Puller {
  /** Takes the records from `first` up to, not including, `end`. */
  take(first: number, end: number): void;
  /** Names of all fields that some record has. */
  readonly names: ReadonlySet<string>;
  /** The wanted ones of them, by name. */
  readonly fields: ReadonlyMap<string, FieldValues>;
}

/**
 * A puller that has taken no record yet.
 * @param accept asked once for each name, with the number of the first record that has it, whether its values are wanted
 */
export function createPuller(records: readonly ElementRecord[], accept: (name: string, row: number) => boolean): Puller {
  const fields = new Map<string, unknown[]>();
  const names = new Set<string>();
  let last: readonly string[] = [];
  let places: (unknown[] | undefined)[] = [];
  const meet = (name: string, row: number): void => {
    if (names.has(name)) return;
    names.add(name);
    if (accept(name, row)) fields.set(name, new Array(records.length).fill(undefined));
  };
  return {
    names,
    fields,
    take(first, end) {
      for (let row = first; row < end; row++) {
        const own = Object.keys(records[row]);
        // most records have the fields of the one before, in the same order
        if (!isSame(own, last)) {
          for (const name of own) meet(name, row);
          last = own;
          places = own.map((name) => fields.get(name));
        }
        const values = Object.values(records[row]);
        for (let i = 0; i < places.length; i++) {
          const place = places[i];
          if (place) place[row] = values[i];
        }
      }
    },
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
