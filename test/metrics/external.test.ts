import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contingencyTable, externalScores } from '../../src/metrics/index.ts';
import { type ExternalCase, goldenCases } from '../golden/golden.ts';

describe('external scores', () => {
  it.each(goldenCases<ExternalCase>('external'))('equal scikit-learn: $name', ({ name: _, truth, labels, contingency, ...expected }) => {
    const scores = externalScores(truth, labels);
    expect(Object.keys(scores).sort()).toEqual(Object.keys(expected).sort());
    for (const [score, value] of Object.entries(expected)) expect(scores[score as keyof typeof scores]).toBeCloseTo(value, 9);
    expect(contingencyTable(truth, labels)).toEqual(contingency);
  });

  const pairs = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 60 });

  it('do not depend on names of labels or on the order of rows; all but homogeneity, completeness and purity are symmetric', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const truth = rows.map(([a]) => a);
        const labels = rows.map(([, b]) => b);
        const scores = externalScores(truth, labels);
        const renamed = externalScores(
          [...truth].reverse().map((a) => `class ${a}`),
          [...labels].reverse().map((b) => 7 - b),
        );
        const swapped = externalScores(labels, truth);
        for (const score of ['adjustedRand', 'adjustedMutualInformation', 'vMeasure'] as const) {
          expect(renamed[score]).toBeCloseTo(scores[score], 9);
          expect(swapped[score]).toBeCloseTo(scores[score], 9);
        }
        expect(swapped.homogeneity).toBeCloseTo(scores.completeness, 9);
        for (const score of Object.values(scores)) expect(score).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('do not take a number for a word, and put numbers before words', () => {
    const table = contingencyTable(['b', 1, 'B', '1', -2], [0, 0, 0, 1, 1]);
    expect(table).toEqual({
      classes: [-2, 1, '1', 'B', 'b'],
      clusters: [0, 1],
      counts: [
        [0, 1],
        [1, 0],
        [0, 1],
        [1, 0],
        [1, 0],
      ],
    });
  });

  it('refuse a truth of another length, and none at all', () => {
    expect(() => externalScores([1, 2], [0])).toThrow(/expected 1 values, at least one, received 2/);
    expect(() => externalScores([], [])).toThrow(/at least one, received 0/);
    expect(() => externalScores(undefined as never, [0])).toThrow(/received undefined/);
  });

  it.each([null, undefined, Number.NaN, true, {}])('refuse %s as a label, naming its row', (odd) => {
    const details = { row: 2, expected: 'a string or a finite number' };
    expect(() => externalScores([1, 2, odd as never], [0, 0, 0])).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ ...details, field: 'truth' }) }),
    );
    expect(() => contingencyTable([1, 2, 3], [0, 0, odd as never])).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ ...details, field: 'labels' }) }),
    );
  });

  it('refuse a table that no one could hold', () => {
    const each = Int32Array.from({ length: 5000 }, (_, row) => row);
    expect(() => contingencyTable(each, each)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    expect(externalScores(each, each).adjustedRand).toBe(1);
  });
});
