import { expect, test } from 'vitest';
import type { DenseMatrix, ElementRecord } from '../../src/core/types.ts';
import { fitEncoder } from '../../src/features/fit-encoder.ts';
import type { Encoder } from '../../src/features/types.ts';
import { elements, flowers } from './records.ts';

const rowsOf = (encoder: Encoder, records: readonly ElementRecord[]): number[][] => {
  const { data, columns } = encoder.encode(records) as DenseMatrix;
  return records.map((_, r) => [...data.subarray(r * columns, (r + 1) * columns)]);
};

const columnsOf = (encoder: Encoder): string[] =>
  Array.from({ length: encoder.columns }, (_, column) => {
    const { field, family, value } = encoder.describeColumn(column);
    return `${family} ${field}${value === undefined ? '' : `=${value}`}`;
  });

test('records like a data table become a table: scores, an indicator for missing numbers, a column a value, no ids', () => {
  const encoder = fitEncoder(flowers);
  expect(encoder.layout).toBe('table');
  expect(columnsOf(encoder)).toEqual([
    'number petal',
    'number sepal',
    'value species=setosa',
    'value species=versicolor',
    'value species=virginica',
    'number width',
    'name width',
    'value wild=false',
    'value wild=true',
  ]);
});

test('numbers have mean 0 and population deviation 1 over the training records', () => {
  const encoder = fitEncoder(flowers);
  const rows = rowsOf(encoder, flowers);
  for (const column of [0, 1]) {
    const values = rows.map((row) => row[column]);
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(mean).toBeCloseTo(0, 6);
    expect(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)).toBeCloseTo(1, 6);
  }
  expect(rowsOf(fitEncoder([{ x: 1 }, { x: 2 }, { x: 6 }], { mode: 'table' }), [{ x: 3 }, { x: '5' }])).toEqual(
    [0, 2 / Math.sqrt(14 / 3)].map((score) => [Math.fround(score)]),
  );
});

test('missing and unfit values: number 0 with indicator 0, unseen category and unseen field nothing', () => {
  const encoder = fitEncoder(flowers);
  const nothing = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const record of [
    {},
    { petal: null, width: NaN, species: 'unseen', wild: 'perhaps', colour: 'red' },
    { petal: 'wide', width: [1], species: ['x'] },
  ]) {
    expect(rowsOf(encoder, [record])).toEqual([nothing]);
  }
  const [row] = rowsOf(encoder, [{ width: '2', wild: 'true' }]);
  expect([row[6], row[8]]).toEqual([1, 1]);
});

test('a constant number is 0, extreme ones stay finite', () => {
  const constant = fitEncoder(
    Array.from({ length: 9 }, () => ({ x: 0.1, y: 1 })),
    { mode: 'table' },
  );
  expect(rowsOf(constant, [{ x: 0.1 }, { x: 7 }])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  for (const numbers of [
    [-1.7e308, 1.7e308],
    [5e-324, 1e-323, 0],
    [1e-200, 2e-200],
    [1e200, -1e200, 3],
  ]) {
    const encoder = fitEncoder(
      numbers.map((x) => ({ x })),
      { mode: 'table' },
    );
    const [[first], [last]] = rowsOf(encoder, [{ x: numbers[0] }, { x: numbers[1] }]);
    expect(first).not.toBe(last);
    for (const [score] of rowsOf(encoder, [{ x: Number.MAX_VALUE }, { x: -Number.MAX_VALUE }, { x: 1 }]))
      expect(Math.abs(score)).toBeLessThanOrEqual(1e6);
  }
});

test('a far offset costs no precision', () => {
  const [near, far] = [0, 1e9].map((offset) =>
    fitEncoder(
      [1, 2, 4, 9].map((x) => ({ x: x + offset })),
      { mode: 'table' },
    ),
  );
  const scores = rowsOf(near, [{ x: 3 }]);
  expect(rowsOf(far, [{ x: 3 + 1e9 }])[0][0]).toBeCloseTo(scores[0][0], 5);
});

test('asked for by name, every record fits: texts are values, words of class lists columns, ids left out', () => {
  const encoder = fitEncoder(elements, { mode: 'table' });
  const columns = columnsOf(encoder);
  expect(columns).toContain('value class=btn');
  expect(columns).toContain('value data.nested.deep=1');
  expect(columns.some((column) => column.includes(' id'))).toBe(false);
  const [row] = rowsOf(encoder, [{ class: 'menu btn' }]);
  expect(columns.filter((_, column) => row[column] === 1)).toEqual(['value class=btn', 'value class=menu']);
});

test('maxColumns keeps the most frequent values', () => {
  const records = Array.from({ length: 20 }, (_, i) => ({ n: i, a: i < 15 ? 'x' : 'y', b: i < 11 ? 'p' : 'q' }));
  expect(columnsOf(fitEncoder(records, { mode: 'table', maxColumns: 2 }))).toEqual(['value a=x', 'value b=p', 'number n']);
});

test.each([
  ['numbers alone', flowers.map(({ sepal, petal }) => ({ sepal, petal })), 'table'],
  ['categories alone', flowers.map(({ species, wild }) => ({ species, wild })), 'table'],
  ['some cells missing', flowers.map((flower, i) => (i % 3 === 0 ? { sepal: i } : { sepal: i, petal: flower.petal })), 'table'],
  ['most cells missing', flowers.map((_, i) => ({ x: i, [`field${i % 9}`]: i })), 'tokens'],
  ['DOM elements', elements, 'tokens'],
  ['class lists', flowers.map((_, i) => ({ class: i % 2 ? 'a b' : 'a', n: i })), 'tokens'],
  ['a category of very many values', Array.from({ length: 500 }, (_, i) => ({ city: `City ${i % 101}`, n: i })), 'tokens'],
  ['ids alone', flowers.map(({ id }) => ({ id })), 'tokens'],
  ['arrays', flowers.map((_, i) => ({ n: i, list: [i % 2] })), 'tokens'],
  ['empty records', [{}, {}], 'tokens'],
  ['no records', [], 'tokens'],
])('%s: layout %s', (_, records, layout) => {
  expect(fitEncoder(records).layout).toBe(layout);
});
