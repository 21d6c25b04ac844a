import type { Leaf } from './flatten.ts';
import { flatten } from './flatten.ts';
import { MAX_CATEGORIES } from './layout.ts';
import { moments, toNumber } from './numbers.ts';
import type { ResolvedOptions } from './options.ts';
import type { FieldValues, Survey } from './survey.ts';
import { countTexts, increase, mostFrequent, sortedNumbers } from './survey.ts';
import { splitList } from './text.ts';
import type { ColumnDescription, Encoder, FieldKind, NumberField, OneHotField, TableState } from './types.ts';

/** Standard scores are cut off here, on both sides. */
const MAX_SCORE = 1e6;

/**
 * Learns a table: two columns at most for a number, one for each of a field's values (the 100 most frequent) otherwise, fields in
 * code-unit order. Lists and texts of kind `tokens` have a column a word. Identifiers are left out.
 * `maxColumns` bounds the value columns of all fields together, the most frequent first.
 */
export function fitTable({ rows, fields }: Survey, kinds: ReadonlyMap<string, FieldKind>, options: ResolvedOptions): TableState {
  const state: TableState = { layout: 'table', maxValueLength: options.maxValueLength, fields: [], ignored: [...options.ignored] };
  const ranked: { field: OneHotField; value: string; count: number }[] = [];
  for (const [path, values] of fields) {
    const kind = kinds.get(path) as FieldKind;
    if (kind === 'identifier') {
      state.ignored.push(path);
      continue;
    }
    if (kind === 'number') {
      state.fields.push(numberField(path, sortedNumbers(values), rows));
      continue;
    }
    const counts = valueCounts(kind, values);
    const field: OneHotField = { path, kind, values: [] };
    state.fields.push(field);
    for (const value of mostFrequent(counts, MAX_CATEGORIES)) ranked.push({ field, value, count: counts.get(value) as number });
  }
  ranked.sort((a, b) => b.count - a.count); // stable: fields in order, then values in order
  for (const { field, value } of ranked.slice(0, options.maxColumns)) field.values.push(value);
  return state;
}

function numberField(path: string, sorted: Float64Array, rows: number): NumberField {
  const indicator = sorted.length < rows;
  return { path, kind: 'number', ...(sorted.length > 0 ? moments(sorted) : { mean: 0, deviation: 0 }), indicator };
}

function valueCounts(kind: FieldKind, values: FieldValues): Map<string, number> {
  const counts = new Map(values.items);
  for (const [text, count] of countTexts(values)) {
    for (const value of valuesOf(kind, text)) increase(counts, value, count);
  }
  return counts;
}

/** The values that a leaf of this kind has a column for, each. */
export function valuesOf(kind: FieldKind, leaf: Leaf): Iterable<string> {
  if (typeof leaf === 'object') return leaf;
  return kind === 'tokens' && leaf !== '' ? splitList(String(leaf)) : [String(leaf)];
}

/** The encoder of a table: numbers as standard scores (missing ones 0, the mean), values as 1 in their column; what is not known is left out. */
export function tableEncoder(state: TableState): Encoder {
  const descriptions: ColumnDescription[] = [];
  const writers = new Map<string, Writer>();
  for (const field of state.fields) {
    const first = descriptions.length;
    if (field.kind === 'number') {
      writers.set(field.path, numberWriter(field, first));
      descriptions.push({ field: field.path, family: 'number' });
      if (field.indicator) descriptions.push({ field: field.path, family: 'name' });
    } else {
      writers.set(field.path, valueWriter(field, first));
      for (const value of field.values) descriptions.push({ field: field.path, family: 'value', value });
    }
  }
  const columns = Math.max(1, descriptions.length);
  return {
    state,
    layout: 'table',
    columns,
    describeColumn: (column) => descriptions[column] ?? { field: '', family: 'rare' },
    encode: (records) => {
      const data = new Float32Array(records.length * columns);
      records.forEach((record, row) => {
        const { paths, leaves } = flatten(record, state.maxValueLength);
        for (let i = 0; i < paths.length; i++) writers.get(paths[i])?.(data, row * columns, leaves[i]);
      });
      return { kind: 'dense', data, rows: records.length, columns };
    },
  };
}

/** Writes a leaf into the row that starts at `data[row]`. */
type Writer = (data: Float32Array, row: number, leaf: Leaf) => void;

function numberWriter({ mean, deviation, indicator }: NumberField, column: number): Writer {
  return (data, row, leaf) => {
    const number = typeof leaf === 'object' ? undefined : toNumber(leaf);
    if (number === undefined) return;
    const score = deviation > 0 ? (number - mean) / deviation : 0;
    data[row + column] = Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score));
    if (indicator) data[row + column + 1] = 1;
  };
}

function valueWriter({ kind, values }: OneHotField, first: number): Writer {
  const columnOf = new Map(values.map((value, i) => [value, first + i]));
  return (data, row, leaf) => {
    for (const value of valuesOf(kind, leaf)) {
      const column = columnOf.get(value);
      if (column !== undefined) data[row + column] = 1;
    }
  };
}
