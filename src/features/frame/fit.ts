import { invalidInput, invalidOption } from '../../core/errors.ts';
import type { Pace } from '../../core/pace.ts';
import { toNumber } from '../numbers.ts';
import { increase, mostFrequent } from '../survey.ts';
import type { FieldValues, Puller } from './pull.ts';
import type { CategoryField, Frame, FrameField, FrameOptions } from './types.ts';
import { isMissing, levelOf } from './values.ts';

/** Most levels that a category keeps. */
export const MAX_LEVELS = 254;
/** Share of a field's values that must be numbers for it to be one of numbers. */
const NEARLY_ALL = 0.99;

/** What is counted about a field. */
interface Tally {
  readonly present: number;
  readonly numbers: number;
  /** Values that are no numbers, as text, with the number of records that have each. */
  readonly levels: Map<string, number>;
}

/**
 * Learns from the fields of training records which fields are read, and how. A field is one of numbers where 99 % of its values are numbers, or texts that are
 * one decimal number; else a category. null, undefined, empty texts and absent fields are missing; a field that no record has a value of is not read.
 * Of more than 254 levels the most frequent are kept, those that at least two records have. The order of records and of their keys does not matter.
 * @throws `INVALID_OPTION` for options that the records do not bear out, `INVALID_INPUT` where no field is left to learn from.
 */
export async function fitFrame(pulled: Pick<Puller, 'names' | 'fields'>, options: FrameOptions, pace: Pace): Promise<Frame> {
  const { target, unknown = 'error' } = options;
  const names = [...pulled.names].sort();
  const wanted = options.fields ?? names.filter((name) => name !== target);
  checkNames(names, wanted, options);
  const fields: FrameField[] = [];
  for (const name of [...wanted].sort()) {
    const field = fitField(pulled.fields.get(name) as FieldValues, name, options);
    if (field) fields.push(field);
    await pace();
  }
  if (fields.length === 0)
    throw invalidInput('nothing to learn from', { expected: `a field with values besides ${target}`, received: 'none' });
  const read = new Set(fields.map(({ name }) => name));
  return { target, fields, ignored: names.filter((name) => name !== target && !read.has(name)), unknown };
}

function checkNames(names: readonly string[], wanted: readonly string[], { target, kinds = {}, orders = {} }: FrameOptions): void {
  const known = new Set(names);
  for (const [option, list] of Object.entries({ fields: wanted, kinds: Object.keys(kinds), orders: Object.keys(orders) })) {
    const stranger = list.find((name) => !known.has(name) || name === target);
    if (stranger !== undefined) throw invalidOption(option, 'fields of the records, the target not among them', stranger);
  }
}

function fitField(values: FieldValues, name: string, { kinds, orders }: FrameOptions): FrameField | undefined {
  const tally = tallyOf(values);
  if (tally.present === 0) return undefined;
  const missing = tally.present < values.length;
  const order = orders && Object.hasOwn(orders, name) ? orders[name] : undefined;
  const given = kinds && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (order)
    return { name, kind: 'category', levels: order.map((level) => levelOf(level) as string), ordered: true, missing, others: false };
  const kind = given ?? (tally.numbers >= NEARLY_ALL * tally.present ? 'number' : 'category');
  return kind === 'number' ? { name, kind, missing } : fitCategory(values, name, missing, tally);
}

function tallyOf(values: FieldValues): Tally {
  const levels = new Map<string, number>();
  let [present, numbers] = [0, 0];
  for (const value of values) {
    if (isMissing(value)) continue;
    present++;
    if (typeof value === 'number') numbers++;
    else increase(levels, levelOf(value) ?? '', 1);
  }
  for (const [level, count] of levels) if (toNumber(level) !== undefined) numbers += count;
  return { present, numbers, levels };
}

function fitCategory(values: FieldValues, name: string, missing: boolean, { levels: counts }: Tally): CategoryField {
  for (const value of values) if (typeof value === 'number') increase(counts, String(value), 1);
  const others = counts.size > MAX_LEVELS;
  const kept = others ? mostFrequent(counts, MAX_LEVELS).filter((level) => (counts.get(level) as number) > 1) : [...counts.keys()];
  return { name, kind: 'category', levels: kept.sort(bySizeThenText), ordered: false, missing, others };
}

function bySizeThenText(a: string, b: string): number {
  const [x, y] = [toNumber(a), toNumber(b)];
  if (x !== undefined && y !== undefined && x !== y) return x - y;
  if ((x === undefined) !== (y === undefined)) return x === undefined ? 1 : -1;
  return a < b ? -1 : 1;
}
