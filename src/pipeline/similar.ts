import { invalidInput, invalidOption, show } from '../core/errors.ts';
import type { ElementRecord } from '../core/types.ts';
import { levelOf, numberOf } from '../features/frame/values.ts';
import type { SimilarConfig } from './config.ts';
import { type Decimal, decimalOf, unitsAt } from './decimals.ts';
import { fieldReader } from './fields.ts';

/** A record that is like the one asked for. */
export interface SimilarRecord {
  /** Its row in the run's data, from 0. */
  readonly row: number;
  readonly record: ElementRecord;
}

/** A number field of all records, exactly. */
interface Column {
  readonly field: string;
  /** By row; undefined where a record lacks it. */
  readonly units: readonly (bigint | undefined)[];
  /** Decimal places of the units. */
  readonly places: number;
  /** The largest less the least, in units; 1 where that is 0. */
  readonly range: bigint;
}

/** Finds records that are like others. */
export interface SimilarIndex {
  /**
   * The records that are equal in all match fields, the nearest first; of those that are as near, the earlier rows. Fewer where there are fewer. The distance
   * is the sum over the nearest fields of the difference as a share of the field's range, computed in exact decimals.
   * @param count default: the configuration's
   * @throws `INVALID_INPUT` naming a field that the record lacks, `INVALID_OPTION` for a count that is no whole number from 1 to 1,000.
   */
  find(record: ElementRecord, count?: number): SimilarRecord[];
}

/** An index of some rows of the records. */
export function indexSimilar(records: readonly ElementRecord[], rows: ArrayLike<number>, config: SimilarConfig): SimilarIndex {
  const matching = config.match.map((field) => ({ field, read: fieldReader(field) }));
  const columns = config.nearest.map((field) => columnOf(records, rows, field));
  const groups = new Map<string, number[]>();
  for (const row of Array.from(rows)) {
    if (columns.some(({ units }) => units[row] === undefined)) continue;
    const key = keyOf(matching.map(({ read }) => levelOf(read(records[row])) ?? null));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }

  return {
    find(record, count = config.count) {
      if (!Number.isInteger(count) || count < 1 || count > 1000) throw invalidOption('count', 'a whole number from 1 to 1000', count);
      const group = groups.get(keyOf(matching.map(({ field, read }) => wantedLevel(field, read(record))))) ?? [];
      const distanceTo = distances(
        columns,
        columns.map(({ field }) => decimalOf(wantedNumber(field, record))),
      );
      const near = group.map((row) => ({ row, distance: distanceTo(row) }));
      near.sort((a, b) => (a.distance < b.distance ? -1 : a.distance > b.distance ? 1 : a.row - b.row));
      return near.slice(0, count).map(({ row }) => ({ row, record: records[row] }));
    },
  };
}

function columnOf(records: readonly ElementRecord[], rows: ArrayLike<number>, field: string): Column {
  const read = fieldReader(field);
  const decimals = new Map<number, Decimal>();
  let places = 0;
  for (const row of Array.from(rows)) {
    const value = numberOf(read(records[row]));
    if (value === undefined) continue;
    const decimal = decimalOf(value);
    decimals.set(row, decimal);
    places = Math.max(places, decimal.places);
  }
  const units: (bigint | undefined)[] = new Array(records.length);
  let [least, most] = [undefined as bigint | undefined, undefined as bigint | undefined];
  for (const [row, decimal] of decimals) {
    const unit = unitsAt(decimal, places);
    units[row] = unit;
    if (least === undefined || unit < least) least = unit;
    if (most === undefined || unit > most) most = unit;
  }
  const range = (most ?? 0n) - (least ?? 0n);
  return { field, units, places, range: range === 0n ? 1n : range };
}

/** The distance of a row from what is wanted, over a denominator that all rows share: the product of all ranges. */
function distances(columns: readonly Column[], wanted: readonly Decimal[]): (row: number) => bigint {
  const parts = columns.map(({ units, places, range }, i) => {
    const finer = 10n ** BigInt(Math.max(0, wanted[i].places - places)); // what is wanted may have more places than the column
    return { units, finer, range: range * finer, target: unitsAt(wanted[i], Math.max(places, wanted[i].places)) };
  });
  const weights = parts.map((_, i) => parts.reduce((product, { range }, j) => (i === j ? product : product * range), 1n));
  return (row) =>
    parts.reduce((sum, { units, finer, target }, i) => {
      const difference = (units[row] as bigint) * finer - target;
      return sum + (difference < 0n ? -difference : difference) * weights[i];
    }, 0n);
}

function wantedLevel(field: string, value: unknown): string {
  const level = levelOf(value);
  if (level !== undefined) return level;
  throw invalidInput('cannot look for similar records', { field, expected: 'a text, number or boolean', received: received(value) });
}

function wantedNumber(field: string, record: ElementRecord): number {
  const value = fieldReader(field)(record);
  const number = numberOf(value);
  if (number !== undefined) return number;
  throw invalidInput('cannot look for similar records', { field, expected: 'a number', received: received(value) });
}

function received(value: unknown): string {
  return value === undefined ? 'nothing' : show(value);
}

function keyOf(levels: readonly (string | null)[]): string {
  return JSON.stringify(levels);
}
