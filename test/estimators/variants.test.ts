import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { type ClusteringOptions, ElementsClustering, type Input, type Progress } from '../../src/index.ts';

const ALGORITHMS = ['mini-batch', 'bisecting'] as const;

const value = fc.integer({ min: -500, max: 500 }).map((whole) => whole / 8);
const matrix = fc
  .integer({ min: 1, max: 6 })
  .chain((columns) => fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 60 }));
const settings = fc.record({
  k: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat(1000),
  metric: fc.constantFrom('euclidean' as const, 'cosine' as const),
  init: fc.constantFrom('k-means++' as const, 'random' as const),
  nInit: fc.integer({ min: 1, max: 2 }),
});

const fitted = (rows: Input, options: ClusteringOptions, weights?: number[]) => new ElementsClustering(options).fit(rows, { weights });

/** Rows about `k` centres on a box of side 20, of standard deviation about 1; the later the centre, the fewer rows. */
function blobs(rows: number, columns: number, k: number, seed: number): number[][] {
  const random = createRandom(seed);
  const centres = Array.from({ length: k }, () => Array.from({ length: columns }, () => random.next() * 20));
  const noise = (): number => random.next() + random.next() + random.next() + random.next() - 2;
  return Array.from({ length: rows }, () => {
    const centre = centres[Math.min(random.integer(k), random.integer(k))];
    return centre.map((mean) => mean + noise() * Math.sqrt(3));
  });
}

function sparse(rows: readonly (readonly number[])[]) {
  const columns = rows[0].length;
  const indices = rows.flatMap((row) => [...row.keys()].filter((column) => row[column] !== 0));
  const offsets = [0];
  for (const row of rows) offsets.push(offsets[offsets.length - 1] + row.filter((one) => one !== 0).length);
  return { values: rows.flatMap((row) => row.filter((one) => one !== 0)), indices, offsets, rows: rows.length, columns };
}

const refused = (field: string) => expect.objectContaining({ code: 'INVALID_OPTION', details: expect.objectContaining({ field }) });

describe.each(ALGORITHMS)('%s', (algorithm) => {
  it('gives every row the nearest centroid, in range, and predicts its own labels', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, settings, fc.boolean(), async (rows, options, isSparse) => {
        const input = isSparse ? sparse(rows) : rows;
        const model = await fitted(input, { ...options, algorithm });
        expect(await model.predict(input)).toEqual(model.labels);
        const { data, columns } = await model.transform(input);
        model.labels.forEach((label, row) => {
          const own = [...data.slice(row * columns, (row + 1) * columns)];
          expect(own.indexOf(Math.min(...own))).toBe(label);
        });
        expect(model.centroids.data.every(Number.isFinite)).toBe(true);
        expect(model.counts.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
      }),
    );
  });

  it('has no empty cluster, and fewer than k only where fewer rows differ', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, settings, async (rows, options) => {
        const model = await fitted(rows, { ...options, metric: 'euclidean', algorithm });
        const distinct = new Set(rows.map((row) => row.map((one) => one + 0).join())).size;
        expect(model.effectiveK).toBe(Math.min(options.k, distinct));
        expect(model.counts.every((count) => count > 0)).toBe(true);
        expect(model.warnings.some(({ code }) => code === 'FEWER_DISTINCT_ROWS')).toBe(distinct < options.k);
        if (distinct <= options.k) expect(model.inertia).toBe(0);
      }),
    );
  });

  it('takes a weight for repetition, to the bit, and learns nothing from rows of weight 0', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, settings, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), async (rows, options, stream) => {
        const weights = rows.map(() => stream.next().value as number);
        const repeated = rows.flatMap((row, i) => Array.from({ length: weights[i] }, () => row));
        const weighted = await fitted(rows, { ...options, algorithm }, weights);
        const plain = await fitted(repeated, { ...options, algorithm });
        expect(plain.centroids).toEqual(weighted.centroids);
        expect(plain.counts).toEqual(weighted.counts);
        expect(plain.inertia).toBe(weighted.inertia);
        const silent = rows.map((_, i) => (i === 0 ? 1 : 0));
        const one = await fitted(rows, { ...options, algorithm }, silent);
        expect(one.effectiveK).toBe(1);
        expect(one.counts).toEqual(Float64Array.of(1));
      }),
    );
  });

  it('gives the same bytes for the same seed and in either engine, and comes back from them', async () => {
    const rows = blobs(600, 3, 5, 7);
    for (const metric of ['euclidean', 'cosine'] as const) {
      const options = { algorithm, k: 5, seed: 3, metric, maxIterations: 40 };
      const model = await fitted(rows, options);
      expect((await fitted(rows, options)).toBytes()).toEqual(model.toBytes());
      const reference = await new ElementsClustering({ ...options, engine: 'reference' }).fit(rows);
      expect(reference.labels).toEqual(model.labels);
      const again = ElementsClustering.fromBytes(model.toBytes());
      expect(again.toBytes()).toEqual(model.toBytes());
      await again.fit(rows);
      expect(again.toBytes()).toEqual(model.toBytes());
    }
  });

  it('finds the blobs as well as it promises', async () => {
    const most = algorithm === 'mini-batch' ? 1.05 : 1.25;
    for (const [rows, columns, k, seed] of [
      [20_000, 8, 8, 1],
      [20_000, 2, 12, 2],
      [12_000, 16, 20, 3],
    ]) {
      const data = blobs(rows, columns, k, seed);
      const best = await fitted(data, { k, nInit: 5 });
      for (const start of [0, 1, 2, 3]) {
        const model = await fitted(data, { algorithm, k, seed: start });
        expect(model.inertia / best.inertia).toBeLessThan(most);
      }
      const random = await fitted(data, { algorithm, k, nInit: 4, init: 'random' });
      expect(random.counts.every((count) => count > 0)).toBe(true);
    }
  });

  it('says how far it is, without ever going back', async () => {
    const reports: Progress[] = [];
    const model = new ElementsClustering({ algorithm, k: 6, nInit: 2 });
    await model.fit(blobs(3000, 2, 6, 4), { onProgress: (progress) => reports.push(progress) });
    const shares = reports.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBeGreaterThan(0.05);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    expect(reports.filter(({ phase }) => phase === 'iterating').length).toBeGreaterThan(5);
  });

  it('stops when told to, and changes nothing then', async () => {
    const rows = blobs(3000, 2, 6, 4);
    const model = await fitted(rows, { algorithm, k: 6 });
    const before = model.toBytes();
    const controller = new AbortController();
    const onProgress = ({ iteration }: Progress): void => {
      if (iteration === 3) controller.abort();
    };
    const fit = model.fit(rows.slice(0, 2000), { onProgress, signal: controller.signal });
    await expect(fit).rejects.toMatchObject({ code: 'ABORTED' });
    expect(model.toBytes()).toEqual(before);
  });

  it('needs a number of clusters', () => {
    expect(() => new ElementsClustering({ algorithm })).toThrow(refused('k'));
    expect(() => new ElementsClustering({ algorithm, k: 'auto' })).toThrow(refused('k'));
  });
});

describe('mini-batch', () => {
  it('starts from given centroids', async () => {
    const rows = blobs(5000, 2, 4, 9);
    const model = await fitted(rows, { algorithm: 'mini-batch', init: rows.slice(0, 4) });
    expect(model.effectiveK).toBe(4);
  });

  it('takes a row for each starved centroid, and says so', async () => {
    const rows = blobs(5000, 2, 4, 9);
    const model = await fitted(rows, { algorithm: 'mini-batch', init: [[0, 0], [20, 20], [1e6, 0], [0, 1e6]] }); // biome-ignore format: rows
    expect(model.counts.every((count) => count > 0)).toBe(true);
    expect(model.warnings.map(({ code }) => code)).toContain('EMPTY_CLUSTER_RELOCATED');
  });

  it('counts batches, and says when it was cut short', async () => {
    const model = await fitted(blobs(5000, 2, 4, 9), { algorithm: 'mini-batch', k: 4, maxIterations: 5 });
    expect(model.iterations).toBe(5);
    expect(model.warnings.map(({ code }) => code)).toEqual(['NOT_CONVERGED']);
  });
});

describe('options', () => {
  it('refuse an unknown algorithm, and given centroids for bisecting', () => {
    expect(() => new ElementsClustering({ k: 2, algorithm: 'elkan' as 'lloyd' })).toThrow(refused('algorithm'));
    expect(() => new ElementsClustering({ algorithm: 'bisecting', init: [[1], [2]] })).toThrow(refused('init'));
  });
});
