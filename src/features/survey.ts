import type { ElementRecord } from '../core/types.ts';
import { fieldSetNamer, isIgnored } from './field-paths.ts';
import { flatten } from './flatten.ts';
import { toNumber } from './numbers.ts';

/** All values of one field in the training records; its content does not depend on the records' order. */
export interface FieldValues {
  /** Number of records that have the field. */
  present: number;
  /** Values given as numbers. */
  numbers: number[];
  /** Distinct values given as text, with the number of records that have each. */
  texts: Map<string, number>;
  /** Number of records in which the field is a list. */
  lists: number;
  /** Distinct list items, with the number of records that have each. */
  items: Map<string, number>;
}

export interface Survey {
  rows: number;
  /** Fields by path, paths in code-unit order. */
  fields: Map<string, FieldValues>;
  /** Names of whole sets of fields (`fieldSetNamer`), with the number of records that have exactly these. */
  fieldSets: Map<string, number>;
}

/** Reads all training records once; fields that the user left out are not seen. */
export function survey(records: readonly ElementRecord[], maxLength: number, ignored: readonly string[]): Survey {
  const fields = new Map<string, FieldValues | 'ignored'>();
  const fieldSets = new Map<string, number>();
  const nameOf = fieldSetNamer();
  for (const record of records) {
    const { paths, leaves } = flatten(record, maxLength);
    const kept: string[] = [];
    for (let i = 0; i < paths.length; i++) {
      const [path, leaf] = [paths[i], leaves[i]];
      let values = fields.get(path);
      if (values === undefined) {
        values = isIgnored(path, ignored) ? 'ignored' : { present: 0, numbers: [], texts: new Map(), lists: 0, items: new Map() };
        fields.set(path, values);
      }
      if (values === 'ignored') continue;
      kept.push(path);
      values.present++;
      if (typeof leaf === 'number') values.numbers.push(leaf);
      else if (typeof leaf === 'string') increase(values.texts, leaf, 1);
      else {
        values.lists++;
        for (const item of new Set(leaf)) increase(values.items, item, 1);
      }
    }
    increase(fieldSets, nameOf(kept), 1);
  }
  const seen = [...fields].filter((entry): entry is [string, FieldValues] => entry[1] !== 'ignored');
  return { rows: records.length, fields: new Map(seen.sort(([a], [b]) => (a < b ? -1 : 1))), fieldSets };
}

/** The numbers of a field, those written as text included, rising. */
export function sortedNumbers(values: FieldValues): Float64Array {
  const numbers = [...values.numbers];
  for (const [text, count] of values.texts) {
    const number = toNumber(text);
    for (let i = 0; number !== undefined && i < count; i++) numbers.push(number);
  }
  return new Float64Array(numbers).sort();
}

/** The distinct values of a field as text, numbers included, with the number of records that have each. */
export function countTexts(values: FieldValues): Map<string, number> {
  const counts = new Map(values.texts);
  for (const number of values.numbers) increase(counts, String(number), 1);
  return counts;
}

/** Adds `amount` to the count of `key`. */
export function increase(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

/** The `limit` keys that occur most often, in that order; equally frequent ones in code-unit order. */
export function mostFrequent(counts: ReadonlyMap<string, number>, limit: number): string[] {
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return ranked.slice(0, limit).map(([key]) => key);
}
