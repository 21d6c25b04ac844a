import { describe, expect, it } from 'vitest';
import { ElementsClustering } from '../../src/index.ts';
import { externalScores, internalScores } from '../../src/metrics/index.ts';
import { elements } from '../features/records.ts';

const CORNERS = [[0, 0], [0, 2], [10, 0], [10, 2], [50, 50], [50, 54]]; // biome-ignore format: rows
const init = [[0, 1], [10, 1], [50, 52]]; // biome-ignore format: rows

const corners = () => new ElementsClustering({ init }).fit(CORNERS);

describe('evaluate', () => {
  it('scores the whole, each cluster about its own centroid, and each row on request', async () => {
    const model = await corners();
    const scores = await model.evaluate(CORNERS, { perRecord: true });
    expect(scores).toMatchObject({ rows: 6, unknown: 0, clusters: 3, inertia: 12, silhouetteRows: 6 });
    const near = { silhouette: expect.closeTo(1 - 2 / ((10 + Math.sqrt(104)) / 2), 12), inertia: 2, meanDistance: 1, radius: 1 };
    expect(scores.perCluster).toEqual([
      { label: 0, size: 2, weight: 2, ...near, nearest: { label: 1, distance: 10 } },
      { label: 1, size: 2, weight: 2, ...near, nearest: { label: 0, distance: 10 } },
      expect.objectContaining({ label: 2, inertia: 8, radius: 2, nearest: { label: 1, distance: expect.closeTo(Math.hypot(40, 51), 12) } }),
    ]);
    expect(scores.perRecord?.map(({ label, distance }) => [label, distance])).toEqual([[0, 1], [0, 1], [1, 1], [1, 1], [2, 2], [2, 2]]); // biome-ignore format: pairs
    expect(scores.perRecord?.[0].silhouette).toEqual(near.silhouette);
    expect(await model.evaluate(CORNERS)).not.toHaveProperty('perRecord');
    expect(await internalScores(CORNERS, model.labels, { perRecord: true })).toEqual(scores);
  });

  it('tells of clusters that the rows did not fall into, and of rows far from those of the fit', async () => {
    const scores = await (await corners()).evaluate([[0, 1], [1, 1], [11, 4]]); // biome-ignore format: rows
    expect(scores).toMatchObject({ rows: 3, clusters: 2, inertia: 0 + 1 + 10 });
    expect(scores.perCluster.map(({ size, radius }) => [size, radius])).toEqual([
      [2, 1],
      [1, Math.sqrt(10)],
      [0, null],
    ]);
    const empty = { label: 2, size: 0, weight: 0, silhouette: null, inertia: 0, meanDistance: null, radius: null };
    expect(scores.perCluster[2]).toMatchObject(empty);
    expect(scores.perCluster[2].nearest?.label).toBe(1);
    const one = await (await corners()).evaluate([[0, 1]]);
    expect(one).toMatchObject({ clusters: 1, silhouette: null, silhouetteRows: 0, daviesBouldin: null, calinskiHarabasz: null });
  });

  it('weighs rows: those of weight 0 are told of, and count nowhere', async () => {
    const model = await corners();
    const weights = [2, 0, 1, 1, 0, 0];
    const scores = await model.evaluate(CORNERS, { weights, perRecord: true });
    expect(scores).toMatchObject({ rows: 6, clusters: 2, inertia: 4, silhouetteRows: 3 });
    expect(scores.perCluster.map(({ size, weight }) => [size, weight])).toEqual([[2, 2], [2, 2], [2, 0]]); // biome-ignore format: pairs
    expect(scores.perRecord?.[1]).toEqual({ label: 0, distance: 1, silhouette: null });
    const repeated = await model.evaluate([0, 0, 2, 3].map((row) => CORNERS[row]));
    for (const score of ['silhouette', 'daviesBouldin', 'calinskiHarabasz'] as const)
      expect(scores[score]).toBeCloseTo(repeated[score] as number, 12);
  });

  it('compares with a truth of words, and answers the table on request', async () => {
    const model = await corners();
    const truth = ['a', 'a', 'b', 'b', 'b', 'c'];
    const { external, contingency } = await model.evaluate(CORNERS, { truth, contingency: true });
    expect(external).toEqual(externalScores(truth, model.labels));
    expect(contingency).toEqual({ classes: ['a', 'b', 'c'], clusters: [0, 1, 2], counts: [[2, 0, 0], [0, 2, 1], [0, 0, 1]] }); // biome-ignore format: rows
    expect(await model.evaluate(CORNERS, { truth })).not.toHaveProperty('contingency');
  });

  it.each(['wasm', 'reference'] as const)('scores records by the cosine of their rows: %s engine', async (engine) => {
    const model = await new ElementsClustering({ engine }).fit(elements);
    const truth = elements.map(({ type }) => String(type));
    const scores = await model.evaluate(elements, { perRecord: true, truth, contingency: true });
    expect(scores.inertia).toBeCloseTo(model.inertia, 6);
    expect(scores.perRecord?.map(({ label }) => label)).toEqual([...model.labels]);
    const own = await model.transform(elements);
    scores.perRecord?.forEach(({ label, distance }, row) => {
      expect(distance).toBeCloseTo(own.data[row * own.columns + label], 6);
    });
    expect(scores.quality?.layout).toBe('tokens');
    expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
  });

  it('refuses what it does not know, naming it', async () => {
    const model = await corners();
    const failing = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'nothing', (error) => [error.code, error.details]); // biome-ignore format: short
    const truth = ['a', null, 'b', 'b', 'b', 'c'] as never;
    expect(await failing(model.evaluate(CORNERS, { truth }))).toMatchObject([
      'INVALID_INPUT',
      { row: 1, field: 'truth', received: 'null' },
    ]);
    expect(await failing(model.evaluate(CORNERS, { truth: ['a'] }))).toMatchObject(['INVALID_INPUT', { field: 'truth', received: '1' }]);
    expect(await failing(model.evaluate(CORNERS, { contingency: true }))).toMatchObject(['INVALID_OPTION', { field: 'contingency' }]);
    expect(await failing(model.evaluate(CORNERS, { sampleSize: 1.5 }))).toMatchObject(['INVALID_OPTION', { field: 'sampleSize' }]);
    expect(await failing(model.evaluate(CORNERS, { seed: -1 }))).toMatchObject(['INVALID_OPTION', { field: 'seed' }]);
    expect(await failing(model.evaluate(CORNERS, { thruth: [] } as never))).toMatchObject(['INVALID_OPTION', { field: 'options.thruth' }]);
    expect(await failing(new ElementsClustering().evaluate(CORNERS))).toMatchObject(['NOT_FITTED', {}]);
    expect(await failing(model.evaluate(CORNERS, { signal: AbortSignal.abort() }))).toMatchObject(['ABORTED', {}]);
  });
});
