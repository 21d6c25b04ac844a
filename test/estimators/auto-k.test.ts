import { describe, expect, it } from 'vitest';
import { readElements } from '../../data/elements.ts';
import { ElementsClustering, type Progress } from '../../src/index.ts';

describe("k: 'auto'", () => {
  it('finds well separated groups of numbers by their silhouette', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [(i % 5) * 10 + Math.sin(i), (i % 5) ** 2 + Math.cos(i * 7)]);
    const model = await new ElementsClustering().fit(rows);
    expect(model.effectiveK).toBe(5);
  });

  it('takes one row, two rows and equal rows', async () => {
    expect((await new ElementsClustering().fit([[1, 2]])).effectiveK).toBe(1);
    expect((await new ElementsClustering().fit([[1], [2]])).effectiveK).toBe(2);
    expect((await new ElementsClustering().fit([[3], [3], [3]])).effectiveK).toBe(1);
  });

  it('settles on real elements, closer to their roles than the presence of fields can come', async () => {
    const { train, validation } = await readElements();
    const reports: Progress[] = [];
    const model = await new ElementsClustering().fit(train.elements, { onProgress: (progress) => reports.push(progress) });
    expect(model.warnings).toEqual([]);
    expect(reports.map(({ done }) => done)).toEqual(reports.map(({ done }) => done).sort((a, b) => a - b));
    const presence = await new ElementsClustering({ features: 'presence', k: model.effectiveK }).fit(train.elements);
    const { truth } = validation;
    const ours = (await model.evaluate(validation.elements, { truth })).external;
    const baseline = (await presence.evaluate(validation.elements, { truth })).external;
    expect(ours?.adjustedMutualInformation).toBeGreaterThan((baseline?.adjustedMutualInformation ?? 1) + 0.2);
    expect(ours?.adjustedRand).toBeGreaterThan((baseline?.adjustedRand ?? 1) + 0.2);
  });
});
