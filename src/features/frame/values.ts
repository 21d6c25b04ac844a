import { toNumber } from '../numbers.ts';
import { shorten } from '../text.ts';

/** Numbers beyond this size are refused, so that no sum of squares and no product of a regression overflows. */
export const MAX_SIZE = 1e75;
/** Numbers of less than this size count as 0. */
const MIN_SIZE = 1e-75;

/** Whether a field is missing: null, undefined, an empty text, or not there. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** The number a value stands for: itself, a bigint or a decimal text, of at most 1e75 in size; undefined where it is no such number. */
export function numberOf(value: unknown): number | undefined {
  let number: number | undefined;
  if (typeof value === 'number') number = value;
  else if (typeof value === 'string') number = toNumber(value);
  else if (typeof value === 'bigint') number = Number(value);
  if (number === undefined || !(number >= -MAX_SIZE && number <= MAX_SIZE)) return undefined;
  return number < MIN_SIZE && number > -MIN_SIZE ? 0 : number;
}

/** The level a value stands for: text, cut where it is long, or a number or boolean as text; undefined for all else. */
export function levelOf(value: unknown): string | undefined {
  if (typeof value === 'string') return shorten(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value + 0) : undefined; // −0 is 0
}
