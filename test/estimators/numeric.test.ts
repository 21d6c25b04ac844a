import { describe, expect, it } from 'vitest';
import { readDiamonds } from '../../data/diamonds.ts';
import { ElementsClustering } from '../../src/index.ts';
import { goldenCases, type NumericCase } from '../golden/golden.ts';

/** Columns with mean 0 and deviation 1. */
function standardised(rows: number[][]): number[][] {
  const columns = rows[0].map((_, column) => rows.map((row) => row[column]));
  const means = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / rows.length);
  const deviations = columns.map((values, i) => Math.sqrt(values.reduce((sum, value) => sum + (value - means[i]) ** 2, 0) / rows.length));
  return rows.map((row) => row.map((value, i) => (value - means[i]) / deviations[i]));
}

async function rowsOf({ rows }: NumericCase): Promise<number[][]> {
  const diamonds = (await readDiamonds()).filter((_, i) => i % 10 === 0);
  return standardised(rows ?? diamonds.map(({ carat, depth, table, price, x, y, z }) => [carat, depth, table, price, x, y, z]));
}

const settings = { tolerance: 0, maxIterations: 1000 };
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(goldenCases<NumericCase>('numeric'))('numbers as people have them, beside scikit-learn: $name', (golden) => {
  it('the same silhouette from the same first centroids, for any k', async () => {
    const rows = await rowsOf(golden);
    for (const { k, drawn } of golden.byK) {
      const init = Array.from({ length: k }, (_, c) => rows[c * Math.floor(rows.length / k)]);
      const { inertia, silhouette } = await (await new ElementsClustering({ ...settings, init }).fit(rows)).evaluate(rows, {
        sampleSize: rows.length,
      });
      expect(inertia / drawn.inertia, `k = ${k}`).toBeCloseTo(1, 6);
      expect(silhouette, `k = ${k}`).toBeCloseTo(drawn.silhouette, 6);
    }
  });

  it('clusters as good of as many starts of its own', async () => {
    const rows = await rowsOf(golden);
    const ours: number[] = [];
    for (const { k, inertia } of golden.byK) {
      const model = await new ElementsClustering({ ...settings, k, nInit: 10 }).fit(rows);
      const { silhouette } = await model.evaluate(rows, { sampleSize: rows.length });
      ours.push(silhouette as number);
      expect(model.inertia / inertia, `k = ${k}`).toBeLessThan(1.02);
    }
    expect(mean(ours)).toBeGreaterThan(mean(golden.byK.map(({ silhouette }) => silhouette)) - 0.005);
  });
});
