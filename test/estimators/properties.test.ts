import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClusteringOptions, ElementsClustering, type Input } from '../../src/index.ts';
import { sparse } from './sparse.ts';

const value = fc.integer({ min: -500, max: 500 }).map((whole) => whole / 8);
const matrixOf = (columns: number, minLength = 1) =>
  fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { minLength, maxLength: 60 });
const matrix = fc.integer({ min: 1, max: 6 }).chain((columns) => matrixOf(columns));
const options = fc.record({
  k: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat(1000),
  metric: fc.constantFrom('euclidean' as const, 'cosine' as const),
  init: fc.constantFrom('k-means++' as const, 'random' as const),
  nInit: fc.integer({ min: 1, max: 3 }),
});

const fitted = (rows: Input, settings: ClusteringOptions, weights?: number[]) => new ElementsClustering(settings).fit(rows, { weights });

/** Labels renumbered by first appearance: the partition, whatever its clusters are called. */
function partition(labels: ArrayLike<number>): number[] {
  const names = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label) as number;
  });
}

describe('k-means', () => {
  it('gives every row the nearest centroid, in range, finite, and predicts its own labels', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, options, async (rows, settings) => {
        const model = await fitted(rows, settings);
        const distances = await model.transform(rows);
        const labels = await model.predict(rows);
        expect(labels).toEqual(model.labels);
        labels.forEach((label, row) => {
          const own = [...distances.data.slice(row * distances.columns, (row + 1) * distances.columns)];
          expect(own[label]).toBe(Math.min(...own));
          expect(own.indexOf(own[label])).toBe(label);
        });
        expect(model.centroids.data.every(Number.isFinite)).toBe(true);
        expect(model.counts.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
      }),
    );
  });

  it('has no empty cluster, and fewer than k only where fewer rows differ', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, options, async (rows, settings) => {
        const model = await fitted(rows, { ...settings, metric: 'euclidean' });
        const distinct = new Set(rows.map((row) => row.map((one) => one + 0).join())).size;
        expect(model.effectiveK).toBe(Math.min(settings.k, distinct));
        expect(model.counts.every((count) => count > 0)).toBe(true);
        expect(model.warnings.some(({ code }) => code === 'FEWER_DISTINCT_ROWS')).toBe(distinct < settings.k);
        if (distinct <= settings.k) expect(model.inertia).toBe(0);
      }),
    );
  });

  it('never lets inertia rise from one iteration to the next', async () => {
    await fc.assert(
      fc.asyncProperty(matrixOf(3, 9), fc.nat(1000), async (rows, seed) => {
        const inertias: number[] = [];
        for (let maxIterations = 1; maxIterations <= 6; maxIterations++) {
          inertias.push((await fitted(rows, { k: 5, seed, maxIterations, tolerance: 0 })).inertia);
        }
        inertias.slice(1).forEach((inertia, i) => {
          expect(inertia).toBeLessThanOrEqual(inertias[i] * (1 + 1e-9) + 1e-9);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the order of rows or columns, given centroids', async () => {
    await fc.assert(
      fc.asyncProperty(matrixOf(4, 5), fc.nat(1000), async (rows, turn) => {
        const init = rows.slice(0, 4);
        const k = new Set(rows.map(String)).size; // with fewer distinct rows than centroids the start is drawn
        fc.pre(k >= 4 && new Set(init.map(String)).size === 4);
        const model = await fitted(rows, { init });
        const shift = turn % rows.length;
        const turned = [...rows.slice(shift), ...rows.slice(0, shift)];
        const other = await fitted(turned, { init });
        expect(other.inertia).toBeCloseTo(model.inertia, 6);
        const swap = (row: number[]): number[] => [...row].reverse();
        const swapped = await fitted(rows.map(swap), { init: init.map(swap) });
        expect(swapped.inertia).toBeCloseTo(model.inertia, 6);
        if (model.warnings.length + other.warnings.length === 0) {
          expect([...other.labels]).toEqual([...model.labels.slice(shift), ...model.labels.slice(0, shift)]);
        }
      }),
    );
  });

  it('takes a weight for repetition, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, options, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), async (rows, settings, stream) => {
        const weights = rows.map(() => stream.next().value as number);
        const repeated = rows.flatMap((row, i) => Array.from({ length: weights[i] }, () => row));
        const weighted = await fitted(rows, settings, weights);
        const plain = await fitted(repeated, settings);
        expect(plain.centroids).toEqual(weighted.centroids);
        expect(plain.counts).toEqual(weighted.counts);
        expect(plain.inertia).toBe(weighted.inertia);
      }),
    );
  });

  it('finds the same in sparse rows as in dense ones', async () => {
    await fc.assert(
      fc.asyncProperty(matrixOf(5, 6), fc.constantFrom('euclidean' as const, 'cosine' as const), async (rows, metric) => {
        const init = rows.slice(0, 3);
        fc.pre(new Set(rows.map(String)).size > 5 && new Set(init.map(String)).size === 3);
        const dense = await fitted(rows, { init, metric });
        const other = await fitted(sparse(rows), { init, metric });
        if (dense.warnings.length + other.warnings.length > 0) return;
        expect(other.inertia).toBeCloseTo(dense.inertia, 3);
      }),
    );
  });

  it('gives the same bytes for the same seed, in one chunk and in many', async () => {
    for (const count of [50, 1024, 1025, 5000, 40_000]) {
      const rows = Array.from({ length: count }, (_, i) => [Math.imul(i, 2654435761) % 1000, (i * 7919) % 101]);
      const [one, two] = await Promise.all([fitted(rows, { k: 6, seed: 3 }), fitted(rows, { k: 6, seed: 3 })]);
      expect(two.toBytes()).toEqual(one.toBytes());
    }
  });

  it('comes back from its bytes as it was', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, options, async (rows, settings) => {
        const model = await fitted(rows, settings);
        const again = ElementsClustering.fromBytes(model.toBytes());
        expect(again.toBytes()).toEqual(model.toBytes());
        expect(await again.predict(rows)).toEqual(await model.predict(rows));
        expect(again.centroids).toEqual(model.centroids);
        expect([again.inertia, again.iterations, again.effectiveK]).toEqual([model.inertia, model.iterations, model.effectiveK]);
      }),
    );
  });

  it('is the same partition under an offset and a scale that f32 alone could not hold', async () => {
    await fc.assert(
      fc.asyncProperty(matrixOf(2, 8), fc.nat(100), async (rows, seed) => {
        const model = await fitted(rows, { k: 3, seed });
        const moved = await fitted(
          rows.map((row) => row.map((one) => one + 2 ** 24)),
          { k: 3, seed },
        );
        expect(partition(moved.labels)).toEqual(partition(model.labels));
        const scaled = await fitted(
          rows.map((row) => row.map((one) => one * 2 ** -80)),
          { k: 3, seed },
        );
        expect(partition(scaled.labels)).toEqual(partition(model.labels));
        expect(scaled.inertia).toBe(model.inertia * 2 ** -160);
      }),
    );
  });
});
