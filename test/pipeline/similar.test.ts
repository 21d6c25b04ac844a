import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Diamond, readDiamonds } from '../../data/diamonds.ts';
import { indexSimilar } from '../../src/pipeline/similar.ts';

const CONFIG = { match: ['cut', 'color', 'clarity'], nearest: ['carat'], count: 5 };

/** Hundredths of a carat: whole numbers, in which no difference is rounded. */
const hundredths = (carat: number): number => Math.round(100 * carat);

test('of all diamonds the nearest by carat come first, of equal distances the earlier rows', async () => {
  const diamonds = await readDiamonds();
  const index = indexSimilar(diamonds, [...diamonds.keys()], CONFIG);
  const groupOf = ({ cut, color, clarity }: Diamond): string => `${cut} ${color} ${clarity}`;
  const groups = Map.groupBy(diamonds.entries(), ([, diamond]) => groupOf(diamond));
  let [ties, differing] = [0, 0];
  for (let row = 0; row < diamonds.length; row += 50) {
    const { cut, color, clarity, carat } = diamonds[row];
    const wanted = { cut, color, clarity, carat: hundredths(carat) / 100 + 0.01 };
    const asked = { ...wanted, carat: Number(wanted.carat.toFixed(2)) };
    const same = groups.get(groupOf(diamonds[row])) as [number, Diamond][];
    const ordered = (distance: (carat: number) => number) =>
      same
        .toSorted(([a, x], [b, y]) => distance(x.carat) - distance(y.carat) || a - b)
        .slice(0, 5)
        .map(([i]) => i);
    const exact = ordered((one) => Math.abs(hundredths(one) - hundredths(asked.carat)));
    expect(index.find(asked).map(({ row }) => row)).toEqual(exact);
    const rounded = ordered((one) => Math.abs(one - asked.carat));
    differing += Number(rounded.join() !== exact.join());
    ties += Number(same.length > 5);
  }
  expect(ties).toBeGreaterThan(100);
  expect(differing).toBeGreaterThan(0); // what exact decimals are for
});

test('fewer are found where fewer match, none where none does', () => {
  const records = [1, 2, 3].map((carat) => ({ cut: 'Ideal', color: 'E', clarity: 'IF', carat }));
  const index = indexSimilar(records, [0, 2], CONFIG);
  expect(index.find(records[1]).map(({ row }) => row)).toEqual([0, 2]);
  expect(index.find(records[1], 1)).toEqual([{ row: 0, record: records[0] }]);
  expect(index.find({ ...records[1], cut: 'Fair' })).toEqual([]);
});

test('several nearest fields weigh by their ranges', () => {
  const records = [
    { a: 0, b: 0 },
    { a: 10, b: 1000 },
    { a: 4, b: 0 },
    { a: 0, b: 300 },
  ];
  const index = indexSimilar(records, [0, 1, 2, 3], { match: [], nearest: ['a', 'b'], count: 3 });
  expect(index.find({ a: 0, b: 0 }).map(({ row }) => row)).toEqual([0, 3, 2]);
});

test('any decimals are compared exactly', () => {
  const decimal = fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 0, max: 12 }));
  const toNumber = ([units, places]: [number, number]): number => Number(`${units}e-${places}`);
  const exact = ([units, places]: [number, number]): bigint => BigInt(units) * 10n ** BigInt(12 - places);
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 1, maxLength: 12 }), decimal, (values, wanted) => {
      const records = values.map((value) => ({ x: toNumber(value) }));
      const index = indexSimilar(records, [...values.keys()], { match: [], nearest: ['x'], count: 12 });
      const distance = (row: number): bigint => {
        const difference = exact(values[row]) - exact(wanted);
        return difference < 0n ? -difference : difference;
      };
      const expected = [...values.keys()].sort((a, b) => (distance(a) < distance(b) ? -1 : distance(a) > distance(b) ? 1 : a - b));
      expect(index.find({ x: toNumber(wanted) }).map(({ row }) => row)).toEqual(expected);
    }),
  );
});

test.for([
  [{ cut: 'Ideal', color: 'E', carat: 1 }, 'clarity'],
  [{ cut: 'Ideal', color: 'E', clarity: 'IF' }, 'carat'],
  [{ cut: 'Ideal', color: 'E', clarity: 'IF', carat: 'much' }, 'carat'],
  [{ cut: {}, color: 'E', clarity: 'IF', carat: 1 }, 'cut'],
])('%j is refused, naming %s', ([record, field]) => {
  const index = indexSimilar([{ cut: 'Ideal', color: 'E', clarity: 'IF', carat: 1 }], [0], CONFIG);
  expect(() => index.find(record as object as Record<string, unknown>)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});
