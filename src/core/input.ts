import { invalidInput, show } from './errors.ts';
import type { ElementRecord, FlatRows, Input, SparseRows, Weights } from './types.ts';

export interface RecordsInput {
  readonly kind: 'records';
  readonly records: readonly ElementRecord[];
  readonly rows: number;
}

export interface DenseInput extends FlatRows {
  readonly kind: 'dense';
}

export interface SparseInput extends SparseRows {
  readonly kind: 'sparse';
}

/** Input that was checked: shapes agree and every number is finite (those of typed arrays are checked when they are taken in). */
export type CheckedInput = RecordsInput | DenseInput | SparseInput;

/**
 * Tells the kinds of input apart and checks them once, for everything below to trust.
 * @throws `INVALID_INPUT` naming row and column of the first value that is not a finite number, a ragged or empty row, or no rows at all.
 */
export function checkInput(input: Input): CheckedInput {
  if (Array.isArray(input)) return isRow(input[0]) ? checkRows(input) : checkRecords(input);
  if (typeof input !== 'object' || input === null) throw notData(input);
  if ('offsets' in input) return checkSparse(input);
  if ('data' in input) return checkFlat(input);
  throw notData(input);
}

/**
 * Weights as given for `rows` rows, or ones.
 * @throws `INVALID_INPUT` when their number differs from the rows or one is negative or not finite, or all are 0.
 */
export function checkWeights(weights: ArrayLike<number> | undefined, rows: number): Weights {
  if (weights === undefined) return new Uint8Array(rows).fill(1);
  if (weights.length !== rows) throw invalidInput('wrong number of weights', { expected: `${rows}`, received: `${weights.length}` });
  const checked = Float64Array.from(weights);
  let some = false;
  for (let row = 0; row < rows; row++) {
    const weight = checked[row];
    if (!(weight >= 0 && weight < Infinity)) {
      throw invalidInput('invalid weight', { row, expected: 'a finite number, 0 or more', received: show(weights[row]) });
    }
    some ||= weight > 0;
  }
  if (!some) throw invalidInput('invalid weights', { expected: 'at least one above 0', received: 'all 0' });
  return checked;
}

type NumberRow = ArrayLike<number>;

function isRow(value: unknown): value is NumberRow {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function checkRecords(records: readonly unknown[]): RecordsInput {
  if (records.length === 0)
    throw invalidInput('no rows', { expected: 'at least one record or row of numbers', received: 'an empty array' });
  for (let row = 0; row < records.length; row++) {
    const record = records[row];
    if (typeof record !== 'object' || record === null || isRow(record)) {
      const expected = row === 0 ? 'an object or an array of numbers' : 'an object, as row 0 is';
      throw invalidInput('invalid record', { row, expected, received: show(record) });
    }
  }
  return { kind: 'records', records: records as readonly ElementRecord[], rows: records.length };
}

function checkRows(input: readonly unknown[]): DenseInput {
  const columns = (input[0] as NumberRow).length;
  if (columns === 0) throw invalidInput('empty row', { row: 0, expected: 'at least one number', received: 'none' });
  const data = new Float64Array(input.length * columns);
  let at = 0;
  for (let row = 0; row < input.length; row++) {
    const values = input[row];
    if (!isRow(values)) throw invalidInput('invalid row', { row, expected: 'an array of numbers, as row 0 is', received: show(values) });
    if (values.length !== columns) {
      throw invalidInput('ragged rows', { row, expected: `${columns} numbers, as in row 0`, received: `${values.length}` });
    }
    for (let column = 0; column < columns; column++) {
      const value = values[column];
      if (typeof value !== 'number' || !Number.isFinite(value)) throw notFinite(row, column, value);
      data[at++] = value;
    }
  }
  return { kind: 'dense', data, rows: input.length, columns };
}

function checkFlat(input: FlatRows): DenseInput {
  const { data, rows, columns } = input;
  checkSize('rows', rows, 1);
  checkSize('columns', columns, 1);
  if (!isRow(data) || data.length !== rows * columns) {
    const received = isRow(data) ? `${data.length}` : show(data);
    throw invalidInput('invalid data', { field: 'data', expected: `rows × columns = ${rows * columns} numbers`, received });
  }
  if (!ArrayBuffer.isView(data)) checkFinite(input); // typed arrays are checked in passing, when they are taken in
  return { kind: 'dense', data, rows, columns };
}

/** Throws `INVALID_INPUT` naming row, counted from `first`, and column of the first value that is not a finite number. */
export function checkFinite({ data, columns }: FlatRows, first = 0): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) throw notFinite(first + Math.floor(i / columns), i % columns, data[i]);
  }
}

function checkSparse(input: SparseRows): SparseInput {
  const { values, indices, offsets, rows, columns } = input;
  checkSize('rows', rows, 1);
  checkSize('columns', columns, 1);
  for (const [field, list] of Object.entries({ values, indices, offsets })) {
    if (!isRow(list)) throw invalidInput('invalid sparse rows', { field, expected: 'an array of numbers', received: show(list) });
  }
  if (offsets.length !== rows + 1 || offsets[0] !== 0) {
    throw invalidInput('invalid sparse rows', {
      field: 'offsets',
      expected: `${rows + 1} numbers from 0`,
      received: `${offsets.length} numbers`,
    });
  }
  if (values.length !== indices.length || offsets[rows] !== values.length) {
    const received = `${values.length} values, ${indices.length} indices`;
    throw invalidInput('invalid sparse rows', { field: 'values', expected: `${show(offsets[rows])} values and as many indices`, received });
  }
  for (let row = 0; row < rows; row++) checkSparseRow(input, row);
  return { kind: 'sparse', values, indices, offsets, rows, columns };
}

function checkSparseRow({ values, indices, offsets, columns }: SparseRows, row: number): void {
  if (!Number.isInteger(offsets[row + 1]) || offsets[row + 1] < offsets[row] || offsets[row + 1] > values.length) {
    throw invalidInput('invalid sparse rows', {
      row,
      field: 'offsets',
      expected: 'offsets that do not fall',
      received: show(offsets[row + 1]),
    });
  }
  let previous = -1;
  for (let i = offsets[row]; i < offsets[row + 1]; i++) {
    const column = indices[i];
    if (!Number.isInteger(column) || column <= previous || column >= columns) {
      const expected = `rising column numbers below ${columns}`;
      throw invalidInput('invalid sparse rows', { row, field: 'indices', expected, received: show(column) });
    }
    if (!Number.isFinite(values[i])) throw notFinite(row, column, values[i]);
    previous = column;
  }
}

function checkSize(field: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw invalidInput('invalid size', { field, expected: `a whole number of at least ${least}`, received: show(value) });
  }
}

function notFinite(row: number, column: number, value: unknown): Error {
  return invalidInput('not a number', { row, field: `${column}`, expected: 'a finite number', received: show(value) });
}

function notData(input: unknown): Error {
  const expected = 'an array of records, an array of rows, { data, rows, columns } or sparse rows';
  return invalidInput('invalid input', { expected, received: show(input) });
}
