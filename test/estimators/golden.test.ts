import { describe, expect, it } from 'vitest';
import { ElementsClustering } from '../../src/index.ts';
import { goldenCases, type KMeansCase } from '../golden/golden.ts';

/** f32 rows, f64 sums: seven digits of what matters. */
const DIGITS = 2e-6;

function expectNear(actual: ArrayLike<number>, expected: readonly number[], scale: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    if (Math.abs(actual[i] - value) > DIGITS * scale) expect.fail(`value ${i}: ${actual[i]} instead of ${value}`);
  });
}

describe.each(['wasm', 'reference'] as const)('k-means from given centroids, %s engine', (engine) => {
  it.each(goldenCases<KMeansCase>('kmeans'))('equals scikit-learn: $name', async (golden) => {
    const model = new ElementsClustering({ init: golden.init, tolerance: 0, maxIterations: 1000, engine });
    await model.fit(golden.rows, { weights: golden.weights ?? undefined });
    expect(model.engine).toBe(engine);
    expect([...model.labels]).toEqual(golden.labels);
    expect([...(await model.predict(golden.rows))]).toEqual(golden.labels);
    expect(Math.abs(model.inertia / golden.inertia - 1)).toBeLessThan(DIGITS);
    const spread = Math.sqrt(golden.inertia / golden.rows.length);
    expectNear(model.centroids.data, golden.centroids.flat(), spread);
    expectNear((await model.transform(golden.rows.slice(0, 5))).data, golden.distances.flat(), Math.max(...golden.distances.flat()));
    const { silhouette, inertia } = await model.evaluate(golden.rows, { weights: golden.weights ?? undefined });
    expect(inertia / golden.inertia).toBeCloseTo(1, 9);
    if (golden.weights === null) expect(silhouette).toBeCloseTo(golden.silhouette, 9);
  });
});
