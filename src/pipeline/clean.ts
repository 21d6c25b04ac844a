import { invalidInput, show } from '../core/errors.ts';
import type { ElementRecord } from '../core/types.ts';
import { numberOf } from '../features/frame/values.ts';
import type { DropRule, ResolvedConfig } from './config.ts';
import { fieldReader } from './fields.ts';
import { timeOf } from './split.ts';

/** Rows as they come from a source. */
export interface RawData {
  /** Where they come from, for people. */
  readonly source: string;
  readonly rows: readonly unknown[];
  /** Lines that could not be read at all. */
  readonly unreadable: number;
}

/** How many rows a rule dropped; a row counts for the first rule that it breaks. */
export interface Dropped {
  readonly rule: string;
  readonly rows: number;
}

/** Rows fit to learn from, in their order. */
export interface CleanData {
  readonly source: string;
  readonly records: readonly ElementRecord[];
  /** Rows that came, those dropped among them. */
  readonly read: number;
  readonly dropped: readonly Dropped[];
  /** The fields of the records, in code-unit order. */
  readonly fields: readonly string[];
}

interface Rule {
  readonly name: string;
  breaks(record: ElementRecord): boolean;
}

/**
 * Leaves out rows that are no records, number fields that are no numbers, rows without target or time, and what the rules drop. Number fields become numbers.
 * @throws `INVALID_INPUT` where no row is left, or no row has a field that the configuration names.
 */
export function cleanRows({ source, rows, unreadable }: RawData, config: ResolvedConfig): CleanData {
  checkFields(rows.filter(isRecord), config);
  const rules = rulesOf(config);
  const counts = new Map<string, number>([['unreadable row', unreadable], ...rules.map(({ name }) => [name, 0] as const)]);
  const count = (rule: string): void => void counts.set(rule, (counts.get(rule) as number) + 1);
  const records: ElementRecord[] = [];
  const fields = new Set<string>();
  for (const row of rows) {
    if (!isRecord(row)) {
      count('unreadable row');
      continue;
    }
    const broken = rules.find(({ breaks }) => breaks(row));
    if (broken) count(broken.name);
    else {
      const record = withNumbers(row, config.numeric);
      records.push(record);
      for (const field of Object.keys(record)) fields.add(field);
    }
  }
  const dropped = Array.from(counts, ([rule, rows]) => ({ rule, rows }));
  if (records.length === 0) {
    const received = dropped.filter(({ rows }) => rows > 0).map(({ rule, rows }) => `${rows} dropped: ${rule}`);
    throw invalidInput('no rows are left', { expected: 'at least one row that no rule drops', received: received.join('; ') || 'no rows' });
  }
  return { source, records, read: rows.length + unreadable, dropped, fields: [...fields].sort() };
}

/** A field that no row has is a slip of the pen; in rules for dropping rows it may just not have come up. */
function checkFields(records: readonly ElementRecord[], { numeric, target, features = [], split, similar }: ResolvedConfig): void {
  const named = new Map([
    ...numeric.map((field) => [field, 'numeric'] as const),
    ...features.map((field) => [field, 'features'] as const),
    ...(similar ? [...similar.match, ...similar.nearest] : []).map((field) => [field, 'similar'] as const),
    ...(split.by === 'time' ? [[split.field, 'split'] as const] : []),
    ...(target === undefined ? [] : [[target, 'target'] as const]),
  ]);
  for (const [field, place] of named) {
    if (records.length === 0 || records.some((record) => Object.hasOwn(record, field))) continue;
    const known = [...new Set(records.slice(0, 100).flatMap((record) => Object.keys(record)))];
    throw invalidInput(`the data has no field ${show(field)}`, {
      field: place,
      expected: `one of ${known.join(', ')}`,
      received: show(field),
    });
  }
}

function rulesOf({ numeric, target, split, drop }: ResolvedConfig): Rule[] {
  const rules = numeric.map((field) => {
    const read = fieldReader(field);
    return { name: `${field} is not a number`, breaks: (record: ElementRecord) => isNoNumber(read(record)) };
  });
  if (target !== undefined) {
    const read = fieldReader(target);
    rules.push({ name: `${target} is missing or not a number`, breaks: (record) => numberOf(read(record)) === undefined });
  }
  if (split.by === 'time') {
    const read = fieldReader(split.field);
    rules.push({ name: `${split.field} is not a time`, breaks: (record) => timeOf(read(record)) === undefined });
  }
  return [...rules, ...drop.map(dropRule)];
}

function isNoNumber(value: unknown): boolean {
  return value !== undefined && numberOf(value) === undefined;
}

function dropRule(rule: DropRule): Rule {
  const { field, atMost, atLeast, below, above, equals, oneOf } = rule;
  const read = fieldReader(field);
  const compared = (name: string, holds: (value: number) => boolean): Rule => ({
    name: `${field} ${name}`,
    breaks: (record) => {
      const value = numberOf(read(record));
      return value !== undefined && holds(value);
    },
  });
  if (atMost !== undefined) return compared(`at most ${atMost}`, (value) => value <= atMost);
  if (atLeast !== undefined) return compared(`at least ${atLeast}`, (value) => value >= atLeast);
  if (below !== undefined) return compared(`below ${below}`, (value) => value < below);
  if (above !== undefined) return compared(`above ${above}`, (value) => value > above);
  const values = equals === undefined ? oneOf : [equals];
  if (values === undefined) return { name: `${field} missing`, breaks: (record) => read(record) === undefined };
  const name = equals === undefined ? `${field} one of ${values.join(', ')}` : `${field} equals ${show(equals)}`;
  return { name, breaks: (record) => values.some((value) => isSame(read(record), value)) };
}

function isSame(value: unknown, wanted: string | number | boolean): boolean {
  return value === wanted || (typeof wanted === 'number' && numberOf(value) === wanted);
}

function withNumbers(record: ElementRecord, numeric: readonly string[]): ElementRecord {
  if (numeric.length === 0) return record;
  const changed: Record<string, unknown> = { ...record };
  for (const field of numeric) {
    if (Object.hasOwn(record, field)) changed[field] = numberOf(fieldReader(field)(record)) ?? null;
  }
  return changed;
}

function isRecord(row: unknown): row is ElementRecord {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}
