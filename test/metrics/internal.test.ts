import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InternalScores, internalScores } from '../../src/metrics/index.ts';
import { sparse } from '../estimators/sparse.ts';
import { goldenCases, type InternalCase } from '../golden/golden.ts';

const CASES = goldenCases<InternalCase>('internal');

function expectNear(actual: number | null, expected: number | null, what: string, tolerance = 1e-9): void {
  if (expected === null || actual === null) expect(actual, what).toBe(expected);
  else if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))))
    expect.fail(`${what}: ${actual} instead of ${expected}`);
}

function expectScores(scores: InternalScores, golden: InternalCase, tolerance = 1e-9): void {
  for (const score of ['inertia', 'silhouette', 'daviesBouldin', 'calinskiHarabasz'] as const) {
    expectNear(scores[score], golden[score], score, tolerance);
  }
  expect(scores.perCluster.map(({ label, size, weight }) => [label, size, weight])).toEqual(
    golden.perCluster.map(({ label, size, weight }) => [label, size, weight]),
  );
  golden.perCluster.forEach((expected, c) => {
    const actual = scores.perCluster[c];
    for (const score of ['silhouette', 'inertia', 'meanDistance', 'radius'] as const) {
      expectNear(actual[score], expected[score], `${score} of cluster ${c}`, tolerance);
    }
    expect(actual.nearest?.label).toBe(expected.nearest?.label);
    expectNear(actual.nearest?.distance ?? null, expected.nearest?.distance ?? null, `nearest of cluster ${c}`, tolerance);
  });
  golden.samples.forEach((expected, row) => {
    expectNear(scores.perRecord?.[row].silhouette ?? null, expected, `silhouette of row ${row}`, tolerance);
  });
}

describe.each(['wasm', 'reference'] as const)('internal scores, %s engine', (engine) => {
  it.each(CASES)('equal scikit-learn: $name', async (golden) => {
    const { rows, labels, metric } = golden;
    const options = { metric, weights: golden.weights ?? undefined, engine, perRecord: true };
    const scores = await internalScores(rows, labels, options);
    expectScores(scores, golden);
    expect(scores.rows).toBe(rows.length);
    expect(scores.unknown).toBe(labels.filter((label) => label === -1).length);
    expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
  });

  // sparse rows are not centred, and euclidean silhouettes of theirs have the seven digits of f32
  it.each(CASES.filter(({ name }) => name !== 'far from zero'))('are the same for sparse rows: $name', async (golden) => {
    const { rows, labels, metric } = golden;
    const options = { metric, weights: golden.weights ?? undefined, engine, perRecord: true };
    expectScores(await internalScores(sparse(rows), labels, options), golden, metric === 'cosine' ? 1e-9 : 1e-6);
  });
});

describe('internal scores', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), { minLength: 3, maxLength: 40 });
  const labelled = rows.chain((points) =>
    fc.tuple(fc.constant(points), fc.array(fc.integer({ min: -1, max: 4 }), { minLength: points.length, maxLength: points.length })),
  );
  const metrics = fc.constantFrom('euclidean' as const, 'cosine' as const);

  it('do not depend on the names of labels or on the order of rows, and keep their bounds', async () => {
    await fc.assert(
      fc.asyncProperty(labelled, metrics, async ([points, labels], metric) => {
        const scores = await internalScores(points, labels, { metric });
        const renamed = labels.map((label) => (label < 0 ? label : 9 - label));
        const turned = await internalScores([...points].reverse(), renamed.reverse(), { metric });
        for (const score of ['silhouette', 'daviesBouldin', 'calinskiHarabasz', 'inertia'] as const) {
          expectNear(turned[score], scores[score], score, 1e-7);
        }
        const values = [scores.silhouette, ...scores.perCluster.map(({ silhouette }) => silhouette)];
        for (const value of values) if (value !== null) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-9);
        expect(scores.daviesBouldin ?? 0).toBeGreaterThanOrEqual(0);
        expectNear(
          scores.perCluster.reduce((sum, { inertia }) => sum + inertia, 0),
          scores.inertia,
          'inertia',
        );
      }),
    );
  });

  it('take a weight for repetition', async () => {
    await fc.assert(
      fc.asyncProperty(labelled, metrics, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), async ([points, labels], metric, stream) => {
        const weights = points.map(() => stream.next().value as number);
        fc.pre(weights.some((weight) => weight > 0));
        const repeat = <T>(values: readonly T[]): T[] => values.flatMap((value, row) => new Array<T>(weights[row]).fill(value));
        const weighted = await internalScores(points, labels, { metric, weights });
        const repeated = await internalScores(repeat(points), repeat(labels), { metric });
        for (const score of ['silhouette', 'daviesBouldin', 'calinskiHarabasz', 'inertia', 'clusters'] as const) {
          expectNear(weighted[score], repeated[score], score, 1e-7);
        }
      }),
    );
  });

  it('draw a sample by their seed where rows are many, and say how many were scored', async () => {
    const many = Array.from({ length: 900 }, (_, i) => [(i % 3) * 8 + Math.sin(i), Math.cos(i * 3)]);
    const labels = many.map((_, i) => i % 3);
    const exact = await internalScores(many, labels);
    const sampled = await internalScores(many, labels, { sampleSize: 200, seed: 4, perRecord: true });
    expect([exact.silhouetteRows, sampled.silhouetteRows]).toEqual([900, 200]);
    expect(sampled).toEqual(await internalScores(many, labels, { sampleSize: 200, seed: 4, perRecord: true }));
    expect(sampled.silhouette).not.toBe((await internalScores(many, labels, { sampleSize: 200, seed: 5 })).silhouette);
    expect(Math.abs((sampled.silhouette as number) - (exact.silhouette as number))).toBeLessThan(0.02);
    expect(sampled.perRecord?.filter(({ silhouette }) => silhouette !== null).length).toBe(200);
    // as scikit-learn does: the silhouette of the rows drawn, among themselves
    const drawn = [...many.keys()].filter((row) => sampled.perRecord?.[row].silhouette !== null);
    const alone = await internalScores(
      drawn.map((row) => many[row]),
      drawn.map((row) => labels[row]),
    );
    expectNear(sampled.silhouette, alone.silhouette, 'silhouette of the rows drawn');
    expect((await internalScores(many, labels, { sampleSize: 200, metric: 'cosine' })).silhouetteRows).toBe(900);
  });

  it('hold for numbers near the ends of their range', async () => {
    const [small, large] = await Promise.all(
      [1e-150, 1e150].map((scale) => internalScores([[0, 0], [0, scale], [5 * scale, 0], [6 * scale, 0]], [0, 0, 1, 1])),
    ); // biome-ignore format: rows
    const plain = await internalScores([[0, 0], [0, 1], [5, 0], [6, 0]], [0, 0, 1, 1]); // biome-ignore format: rows
    for (const score of ['silhouette', 'daviesBouldin', 'calinskiHarabasz'] as const) {
      expectNear(small[score], plain[score], score);
      expectNear(large[score], plain[score], score);
    }
  });

  it('refuse what they cannot score, naming row and field', async () => {
    const failing = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'nothing', (error) => [error.code, error.details]); // biome-ignore format: short
    const two = [[1], [2]];
    expect(await failing(internalScores(two, [0]))).toEqual(['INVALID_INPUT', { expected: '2', received: '1' }]);
    expect(await failing(internalScores(two, undefined as never))).toMatchObject(['INVALID_INPUT', { received: 'undefined' }]);
    expect(await failing(internalScores(two, [0, 1.5]))).toMatchObject(['INVALID_INPUT', { row: 1, field: 'labels', received: '1.5' }]);
    expect(await failing(internalScores(two, [-2, 0]))).toMatchObject(['INVALID_INPUT', { row: 0, received: '-2' }]);
    expect(await failing(internalScores([{ a: 1 }], [0]))).toMatchObject(['INVALID_INPUT', { row: 0, expected: 'numbers' }]);
    expect(await failing(internalScores(two, [0, 1], { weights: [1] }))).toMatchObject(['INVALID_INPUT', { received: '1' }]);
    expect(await failing(internalScores(two, [0, 1], { sampleSize: 0 }))).toMatchObject(['INVALID_OPTION', { field: 'sampleSize' }]);
    expect(await failing(internalScores(two, [0, 1], { metric: 'manhattan' as never }))).toMatchObject([
      'INVALID_OPTION',
      { field: 'metric' },
    ]);
    expect(await failing(internalScores(two, [0, 1], { sample: 3 } as never))).toMatchObject([
      'INVALID_OPTION',
      { field: 'options.sample' },
    ]);
    expect(await failing(internalScores(two, [0, 1], { signal: AbortSignal.abort() }))).toMatchObject(['ABORTED', {}]);
  });
});
