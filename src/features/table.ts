import type { Leaf } from './flatten.ts';
import { flatten } from './flatten.ts';
import { toNumber } from './numbers.ts';
import { splitList } from './text.ts';
import type { ColumnDescription, Encoder, FieldKind, NumberField, OneHotField, TableState } from './types.ts';

/** Standard scores are cut off here, on both sides. */
const MAX_SCORE = 1e6;

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
