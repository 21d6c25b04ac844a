import { expect, test } from 'vitest';
import { flatten, MAX_DEPTH, MAX_KEY_LENGTH, MAX_VALUES } from '../../src/features/flatten.ts';

const fields = (record: object, maxLength = 512): Record<string, unknown> => {
  const { paths, leaves } = flatten(record as Record<string, unknown>, maxLength);
  expect(new Set(paths).size).toBe(paths.length);
  return Object.fromEntries(paths.map((path, i) => [path, leaves[i]]));
};

test.each([
  ['scalars', { a: 'x', b: 1.5, c: true, d: '' }, { a: 'x', b: 1.5, c: 'true', d: '' }],
  ['missing values', { a: null, b: undefined, c: NaN, d: -Infinity, e: () => 1, f: Symbol('f') }, {}],
  ['nested objects', { a: { b: { c: 1 }, d: 'x' } }, { 'a.b.c': 1, 'a.d': 'x' }],
  ['an array of scalars', { a: ['x', 1, false, null] }, { a: ['x', '1', 'false'] }],
  ['an array of objects', { a: [{ b: 1 }, { b: 2, c: 'x' }] }, { a: [], 'a[].b': ['1', '2'], 'a[].c': ['x'] }],
  ['an array of arrays', { a: [['x'], ['y', 'z']] }, { a: [], 'a[]': ['x', 'y', 'z'] }],
  ['a mixed array', { a: ['x', { b: ['y', { c: 1 }] }] }, { a: ['x'], 'a[].b': ['y'], 'a[].b[].c': ['1'] }],
  ['empty containers', { a: {}, b: [], c: { d: {} }, e: [{}] }, { a: [], b: [], 'c.d': [], e: [], 'e[]': [] }],
  [
    'dates as ISO text',
    { a: new Date(0), b: new Date(NaN), c: [new Date(0)] },
    { a: '1970-01-01T00:00:00.000Z', c: ['1970-01-01T00:00:00.000Z'] },
  ],
  ['what has toJSON', { a: new URL('http://x.org/y') }, { a: 'http://x.org/y' }],
  ['big integers', { a: 12n, b: 10n ** 400n }, { a: 12 }],
  ['typed arrays', { a: new Float64Array([1, 2.5]) }, { a: ['1', '2.5'] }],
  ['minus zero', { a: -0 }, { a: 0 }],
  [
    'keys with dots, backslashes and brackets',
    { 'a.b': 1, 'c\\': 2, 'd[]': 3, '[class]': 4 },
    { 'a\\.b': 1, 'c\\\\': 2, 'd\\[]': 3, '[class]': 4 },
  ],
  ['odd keys', { '': 1, 'klasika""': 2, ' ': { '': 3 } }, { '': 1, 'klasika""': 2, ' .': 3 }],
])('reads %s', (_, record, expected) => {
  expect(fields(record)).toEqual(expected);
});

test('keeps paths of different records apart', () => {
  const records = [{ a: { b: 1 } }, { 'a.b': 1 }, { 'a\\': { b: 1 } }, { 'a\\.b': 1 }, { a: { '.b': 1 } }, { 'a.': { b: 1 } }];
  expect(new Set(records.flatMap((record) => Object.keys(fields(record)))).size).toBe(records.length);
  expect(Object.keys(fields({ a: [['x']] }))).not.toContain(Object.keys(fields({ 'a[]': 'x' }))[0]);
});

test('reads __proto__ as a key like any other', () => {
  const { paths, leaves } = flatten(JSON.parse('{"__proto__":{"x":1},"constructor":"y"}'), 512);
  expect(paths).toEqual(['__proto__.x', 'constructor']);
  expect(leaves).toEqual([1, 'y']);
});

test('cuts long strings and long keys', () => {
  const long = 'x'.repeat(200_000);
  expect(fields({ a: long, b: [long] })).toEqual({ a: 'x'.repeat(512), b: ['x'.repeat(512)] });
  const keys = Object.keys(fields({ [`${long}1`]: 1, [`${long}2`]: 2 }));
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(key).toHaveLength(MAX_KEY_LENGTH);
});

test('cuts deep nesting and cycles', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
  expect(fields(deep)).toEqual({
    [Array(MAX_DEPTH + 1)
      .fill('a')
      .join('.')]: [],
  });
  expect(fields({ a: JSON.parse(`${'['.repeat(10_000)}1${']'.repeat(10_000)}`) })).toHaveProperty([`a${'[]'.repeat(MAX_DEPTH)}`]);
  const cycle: Record<string, unknown> = { x: 1 };
  cycle.self = cycle;
  expect(Object.keys(fields(cycle))).toContain('self.self.x');
});

test('reads the first values in key order of a record with too many, whatever their order', () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}`);
  const forwards = fields(Object.fromEntries(keys.map((key) => [key, 1])));
  const backwards = fields(Object.fromEntries(keys.toReversed().map((key) => [key, 1])));
  expect(Object.keys(forwards)).toEqual(keys.toSorted().slice(0, MAX_VALUES));
  expect(backwards).toEqual(forwards);
  const nested = (names: string[]): object => ({ a: Object.fromEntries(names.map((key) => [key, { b: 1 }])) });
  expect(fields(nested(keys))).toEqual(fields(nested(keys.toReversed())));
  expect(fields({ a: Array(10_000).fill('x') }).a).toHaveLength(MAX_VALUES - 1);
  expect(Object.keys(fields(Object.fromEntries(keys.slice(0, MAX_VALUES).map((key) => [key, 1]))))).toHaveLength(MAX_VALUES);
});

test('is quick with objects shared many times over', () => {
  let shared: Record<string, unknown> = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
  for (let level = 0; level < 7; level++) shared = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, shared]));
  expect(Object.keys(fields(shared)).length).toBeLessThanOrEqual(MAX_VALUES);
});

test('takes a value that throws when read for missing', () => {
  const record = {
    a: 1,
    get b(): never {
      throw new Error('no');
    },
    c: {
      toJSON: (): never => {
        throw new Error('no');
      },
    },
    d: new Proxy(
      {},
      {
        ownKeys: (): never => {
          throw new Error('no');
        },
      },
    ),
    e: 2,
  };
  expect(fields(record)).toEqual({ a: 1, e: 2 });
});
