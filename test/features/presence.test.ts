import { expect, test } from 'vitest';
import type { CsrMatrix } from '../../src/core/types.ts';
import { fitEncoder } from '../../src/features/fit-encoder.ts';

test('a column for each field seen, 1 where it is there', () => {
  const encoder = fitEncoder(
    [
      { b: 1, a: { x: '' } },
      { c: null, d: [] },
    ],
    'presence',
  );
  expect([0, 1, 2].map(encoder.describeColumn)).toEqual(['a.x', 'b', 'd'].map((field) => ({ field, family: 'name' })));
  const { values, indices, offsets, columns } = encoder.encode([{ d: 5, b: 'x', unseen: 1 }, { b: null }, { a: { x: 0 } }]) as CsrMatrix;
  expect(columns).toBe(3);
  expect([...values]).toEqual([1, 1, 1]);
  expect([...indices]).toEqual([1, 2, 0]);
  expect([...offsets]).toEqual([0, 2, 2, 3]);
});

test('maxColumns keeps the most frequent fields, ignored ones are not counted', () => {
  const records = [{ a: 1, b: 1, c: 1 }, { b: 1, c: 1 }, { c: 1 }];
  const fields = (options: object): string[] => (fitEncoder(records, { mode: 'presence', ...options }).state as { paths: string[] }).paths;
  expect(fields({ maxColumns: 2 })).toEqual(['b', 'c']);
  expect(fields({ kinds: { c: 'ignore' } })).toEqual(['a', 'b']);
});

test('without any field there is one column of zeros', () => {
  for (const mode of ['presence', 'table'] as const) {
    const encoder = fitEncoder([{}, {}], { mode });
    expect([encoder.columns, encoder.describeColumn(0)]).toEqual([1, { field: '', family: 'rare' }]);
    expect(encoder.encode([{ a: 1 }])).toMatchObject({ rows: 1, columns: 1 });
  }
});
