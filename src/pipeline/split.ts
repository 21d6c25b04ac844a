import { invalidOption } from '../core/errors.ts';
import type { ElementRecord } from '../core/types.ts';
import { numberOf } from '../features/frame/values.ts';
import { extendHash, HASH_START, mixHash } from '../features/hash.ts';
import type { SplitConfig } from './config.ts';
import { fieldReader } from './fields.ts';

/** Rows to learn from and rows held out, by their numbers, each rising. */
export interface RowSplit {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

const ISO_TIME = /^\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[-+]\d\d:?\d\d)?)?)?$/;

/** A time as a number: a number itself, or the milliseconds of a text as ISO 8601 has it; undefined for all else. */
export function timeOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number;
  const time = typeof value === 'string' && ISO_TIME.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Parts the rows to learn from and those to test on.
 *
 * By random: a record's own hash decides, so that a record is on the same side in every run with this seed and share, equal records always together. A
 * champion of an earlier run has then never seen what it is tested on. By time: the latest rows are held out, of equal times the later rows.
 * @throws `INVALID_OPTION` where a side would be empty.
 */
export function splitRows(records: readonly ElementRecord[], split: SplitConfig): RowSplit {
  return partRows(records, split, 'seed' in split ? `${split.seed}` : '');
}

/** Parts some of the rows once more in the same way, by random as a salt has it: the first parting's own would leave one side empty. */
export function splitAgain(records: readonly ElementRecord[], rows: Int32Array, split: SplitConfig, salt: string): RowSplit {
  const some = Array.from(rows, (row) => records[row]);
  const { train, test } = partRows(some, split, `again ${salt}`);
  return { train: train.map((i) => rows[i]), test: test.map((i) => rows[i]) };
}

function partRows(records: readonly ElementRecord[], split: SplitConfig, salt: string): RowSplit {
  const isTest = split.by === 'time' ? latest(records, split.field, split.testShare) : hashed(records, split.testShare, salt);
  const rows = Array.from(records.keys());
  const sides = { train: Int32Array.from(rows.filter((row) => !isTest(row))), test: Int32Array.from(rows.filter(isTest)) };
  if (sides.train.length === 0 || sides.test.length === 0) {
    throw invalidOption('split', 'rows on both sides: more rows, another share or another seed', `${records.length} rows`);
  }
  return sides;
}

function hashed(records: readonly ElementRecord[], share: number, salt: string): (row: number) => boolean {
  const start = extendHash(HASH_START, salt);
  return (row) => mixHash(extendHash(start, textOf(records[row]))) < share * 2 ** 32;
}

/** The record as text, whatever the order of its fields. */
function textOf(record: ElementRecord): string {
  return JSON.stringify(
    Object.keys(record)
      .sort()
      .map((field) => [field, record[field]]),
  );
}

function latest(records: readonly ElementRecord[], field: string, share: number): (row: number) => boolean {
  const read = fieldReader(field);
  const times = records.map((record) => timeOf(read(record)) as number);
  const order = Array.from(records.keys()).sort((a, b) => times[a] - times[b] || a - b);
  const test = new Set(order.slice(records.length - Math.round(share * records.length)));
  return (row) => test.has(row);
}
