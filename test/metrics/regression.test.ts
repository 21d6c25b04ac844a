import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regressionScores } from '../../src/metrics/regression.ts';

const values = fc.array(
  fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000),
  { minLength: 2, maxLength: 40 },
);

test('are perfect for the truth itself, and never below the mean error', () => {
  fc.assert(
    fc.property(values, values, (truth, other) => {
      const perfect = regressionScores(truth, truth);
      expect(perfect.meanAbsoluteError).toBe(0);
      expect(perfect.rootMeanSquaredError).toBe(0);
      expect([1, null]).toContain(perfect.r2);
      const predicted = truth.map((_, i) => other[i % other.length]);
      const scores = regressionScores(truth, predicted);
      expect(scores.rootMeanSquaredError * (1 + 1e-12)).toBeGreaterThanOrEqual(scores.meanAbsoluteError);
      expect(Number.isNaN(scores.r2)).toBe(false);
    }),
  );
});

test('take a weight of 2 for two rows, and one of 0 for none', () => {
  const [truth, predicted] = [
    [1, 2, 4, 8],
    [2, 2, 3, 9],
  ];
  const weighted = regressionScores(truth, predicted, [2, 0, 1, 1]);
  const repeated = regressionScores([1, 1, 4, 8], [2, 2, 3, 9]);
  for (const [name, value] of Object.entries(repeated)) expect(weighted[name as keyof typeof weighted]).toBeCloseTo(value as number, 12);
});

test('are null where they are not defined', () => {
  expect(regressionScores([3, 3, 3], [1, 2, 3]).r2).toBeNull();
  expect(regressionScores([0.1, 0.1, 0.1], [1, 2, 3]).r2).toBeNull();
  expect(regressionScores([0, 1], [1, 1]).meanAbsolutePercentageError).toBeNull();
  expect(regressionScores([0, 1], [0, 1]).meanAbsolutePercentageError).toBeNull();
});

test('stay finite at the end of the range of numbers', () => {
  const scores = regressionScores([-1e308, 1e308, 0.5], [1e308, -1e308, 0.5]);
  expect(scores.r2).toBeCloseTo(-3, 12);
  expect(scores.meanAbsoluteError / 1e308).toBeCloseTo(4 / 3, 12);
  expect(regressionScores([1, 2, 4], [1, 3, 2], [1e308, 1e308, 1e308])).toEqual(regressionScores([1, 2, 4], [1, 3, 2]));
});

test('name what is wrong', () => {
  expect(() => regressionScores([], [])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(() => regressionScores([1, 2], [1])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(() => regressionScores([1, NaN], [1, 2])).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ row: 1, field: 'truth' }) }),
  );
  expect(() => regressionScores([1, 2], [1, Infinity])).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ row: 1, field: 'predicted' }) }),
  );
});
