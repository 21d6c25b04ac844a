import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalScores } from '../../src/metrics/external.ts';
import { type ExternalCase, goldenCases } from '../golden/golden.ts';

describe('external scores', () => {
  it.each(goldenCases<ExternalCase>('external'))('equal scikit-learn: $name', ({ name: _, truth, labels, ...expected }) => {
    const scores = externalScores(truth, labels);
    for (const [score, value] of Object.entries(expected)) expect(scores[score as keyof typeof scores]).toBeCloseTo(value, 9);
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

  it('refuse a truth of another length', () => {
    expect(() => externalScores([1, 2], [0])).toThrow(/expected 1 values, received 2/);
  });
});
