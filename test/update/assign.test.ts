import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { ElementsClustering } from '../../src/index.ts';
import { blobs, rows, WORLDS } from './worlds.ts';

const LINE = [[0], [1], [2], [10], [11], [12]];
const two = (options = {}) => new ElementsClustering({ k: 2, init: [[1], [11]], ...options }).fit(LINE);

describe('unknown', () => {
  it('is what lies beyond the radius of its nearest cluster', async () => {
    const model = await two({ unknown: true });
    const [near] = model.radii;
    expect([...model.radii]).toEqual([near, near]);
    expect(near).toBeCloseTo(Math.SQRT2, 5); // spread 1, twice its square
    expect([...(await model.predict([[1 + near - 0.01], [1 + near + 0.01], [11 - near - 0.01], [6], [1e6]]))]).toEqual([0, -1, -1, -1, -1]);
  });

  it('is nothing where it was not asked for', async () => {
    expect([...(await (await two()).predict([[1e6], [-50]]))]).toEqual([1, 0]);
  });

  it('is kept with the model', async () => {
    const model = ElementsClustering.fromBytes((await two({ unknown: true })).toBytes());
    expect([...(await model.predict([[100]]))]).toEqual([-1]);
  });

  it('is no training row, and no row that updates gave a label, however far out', async () => {
    await Promise.all(
      WORLDS.map((world) =>
        fc.assert(
          fc.asyncProperty(rows(4, 40), rows(1, 20), async (training, later) => {
            const model = await new ElementsClustering({ ...world.options, unknown: true }).fit(world.input(training));
            expect(await model.predict(world.input(training))).toEqual(model.labels);
            const { labels } = await model.update(world.input(later), { minClusterSize: 2 });
            const predicted = await model.predict(world.input(later));
            expect([...predicted].filter((_, i) => labels[i] >= 0)).toEqual([...labels].filter((label) => label >= 0));
            expect(await model.predict(world.input(training))).toEqual(model.labels);
          }),
          { numRuns: 15 },
        ),
      ),
    );
  });

  it.each(['yes', 1])('takes true and false alone, not %o', (unknown) => {
    expect(() => new ElementsClustering({ unknown: unknown as unknown as boolean })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', details: expect.objectContaining({ field: 'unknown' }) }),
    );
  });
});

describe('assign', () => {
  it('tells label, distance, the nearest rival and how clear the case is', async () => {
    const model = await two();
    const [radius] = model.radii;
    expect(await model.assign([[1], [3], [6], [11.5]])).toEqual({
      labels: Int32Array.of(0, 0, 0, 1),
      distances: Float64Array.of(0, 2, 5, 0.5),
      rivals: Int32Array.of(1, 1, 1, 0),
      rivalDistances: Float64Array.of(10, 8, 5, 10.5),
      confidences: Float64Array.of(1, (radius / 2) * (1 - 2 / 8), 0, 1 - 0.5 / 10.5),
    });
  });

  it('tells how sure it is of the unknown', async () => {
    const model = await two({ unknown: true });
    const [radius] = model.radii;
    expect(await model.assign([[4], [12]])).toEqual({
      labels: Int32Array.of(-1, 1),
      distances: Float64Array.of(3, 1),
      rivals: Int32Array.of(0, 0),
      rivalDistances: Float64Array.of(3, 11),
      confidences: Float64Array.of(1 - radius / 3, 1 - 1 / 11),
    });
  });

  it('has no rival where there is one cluster', async () => {
    const model = await new ElementsClustering({ k: 1 }).fit([[0], [2]]);
    expect(await model.assign([[1]])).toEqual({
      labels: Int32Array.of(0),
      distances: Float64Array.of(0),
      rivals: Int32Array.of(-1),
      rivalDistances: Float64Array.of(Infinity),
      confidences: Float64Array.of(1),
    });
  });

  it('agrees with predict and transform, for any rows', async () => {
    await Promise.all(
      WORLDS.map((world) =>
        fc.assert(
          fc.asyncProperty(rows(4, 30), rows(1, 20), fc.boolean(), async (training, later, unknown) => {
            const model = await new ElementsClustering({ ...world.options, unknown }).fit(world.input(training));
            await model.update(world.input(later.slice(0, 10)), { minClusterSize: 2 });
            const input = world.input(later);
            const { labels, distances, rivals, rivalDistances, confidences } = await model.assign(input);
            expect(labels).toEqual(await model.predict(input));
            const { data, columns } = await model.transform(input);
            labels.forEach((label, i) => {
              const own = [...data.subarray(i * columns, (i + 1) * columns)].map((distance) => Math.max(0, distance));
              expect(distances[i]).toBeCloseTo(label < 0 ? Math.min(...own) : own[label], 6);
              const others = own.filter((_, c) => c !== label);
              expect(rivalDistances[i]).toBeCloseTo(Math.min(...others), 6);
              expect(rivals[i]).not.toBe(label < 0 ? undefined : label);
              expect(confidences[i]).toBeGreaterThanOrEqual(0);
              expect(confidences[i]).toBeLessThanOrEqual(1);
            });
          }),
          { numRuns: 10 },
        ),
      ),
    );
  });

  it('can be stopped', async () => {
    const model = await two();
    await expect(model.assign(LINE, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

test('the radius leaves out few rows of the data that it was learned from', async () => {
  for (const columns of [1, 3, 20]) {
    const centres = Array.from({ length: 4 }, (_, i) => Array.from({ length: columns }, (_, c) => (c === i % columns ? 40 * (i + 1) : 0)));
    const model = await new ElementsClustering({ k: 4, nInit: 4, unknown: true }).fit(blobs(centres, 2000).rows);
    const labels = await model.predict(blobs(centres, 2000, { seed: 5 }).rows);
    const outside = labels.filter((label) => label < 0).length / 2000;
    expect(outside).toBeLessThan(0.02);
  }
});

describe('the radius of many rows', () => {
  const COUNT = 20_480;
  const CENTRES = [0, 100, 200, 300];
  const orders: Record<string, (row: number) => number> = {
    'that come in turns': (row) => row % 4,
    'that come one cluster after another': (row) => Math.floor((row * 4) / COUNT),
    'that come in runs of 20': (row) => Math.floor(row / 20) % 4,
    'of which one cluster has few': (row) => (row % 400 === 0 ? 3 : row % 3),
  };

  it.each(Object.keys(orders))('covers the rows of each cluster, %s', async (order) => {
    const random = createRandom(3);
    const clusters = Int32Array.from({ length: COUNT }, (_, row) => orders[order](row));
    const data = Float64Array.from(clusters, (cluster) => CENTRES[cluster] + (1 + cluster / 10) * (random.next() + random.next() - 1));
    const init = CENTRES.map((centre) => [centre]);
    const model = await new ElementsClustering({ k: 4, init }).fit({ data, rows: COUNT, columns: 1 });
    for (const [cluster, radius] of model.radii.entries()) {
      const [centre] = model.centroids.data.subarray(cluster, cluster + 1);
      const distances = data.filter((_, row) => clusters[row] === cluster).map((value) => Math.abs(value - centre));
      const spread = distances.sort()[Math.ceil(0.95 * distances.length) - 1];
      expect(radius / spread / Math.SQRT2).toBeGreaterThan(0.8);
      expect(radius / spread / Math.SQRT2).toBeLessThan(1.2);
    }
  });
});
