import { describe, expect, it } from 'vitest';
import { ClusteringEstimator, createRegistry, defineClustering } from '../../src/estimators.ts';
import { ElementsClustering } from '../../src/index.ts';
import { mean } from './own-estimator.ts';

const clustering = defineClustering(ElementsClustering);
const RECORDS = Array.from({ length: 40 }, (_, i) => ({ size: i % 4, kind: i % 2 ? 'a' : 'b', price: i }));

describe('a registry of estimators', () => {
  it('makes estimators by type, of the library and of the program', async () => {
    const registry = createRegistry([clustering]).register(mean);
    expect(registry.list().map(({ type }) => type)).toEqual(['clustering', 'mean']);
    const model = await registry.create('mean', { target: 'price' }).fit(RECORDS);
    expect([...(await model.predict(RECORDS.slice(0, 2)))]).toEqual([19.5, 19.5]);
    expect(registry.create('clustering', { k: 2 })).toBeInstanceOf(ClusteringEstimator);
  });

  it('reads bytes with the estimator that made them', async () => {
    const registry = createRegistry([clustering, mean]);
    for (const [type, options] of [
      ['clustering', { k: 3, seed: 1 }],
      ['mean', { target: 'price' }],
    ] as const) {
      const model = await registry.create(type, options).fit(RECORDS);
      const again = registry.fromBytes(model.toBytes());
      expect(again.type).toBe(type);
      expect(await again.predict(RECORDS)).toEqual(await model.predict(RECORDS));
    }
  });

  it('scores clusterings by single numbers', async () => {
    const scores = await (await clustering.create({ k: 4 }).fit(RECORDS)).evaluate(RECORDS);
    expect(scores).toMatchObject({ rows: 40, clusters: 4, unknown: 0 });
    expect(Object.values(scores).every((score) => score === null || typeof score === 'number')).toBe(true);
    expect(scores.quality).toBeGreaterThan(0);
  });

  it('describes every option of a clustering', () => {
    const { properties } = clustering.options;
    const given = {
      k: 2,
      algorithm: 'lloyd',
      init: 'random',
      nInit: 2,
      maxIterations: 9,
      tolerance: 0,
      metric: 'cosine',
      seed: 1,
      features: 'auto',
      unknown: true,
    };
    expect(Object.keys(properties).toSorted()).toEqual([...Object.keys(given), 'criterion', 'maxClusters', 'threshold'].toSorted());
    expect(() => clustering.create({ ...given, criterion: 'elbow', maxClusters: 4, threshold: 1 } as object)).not.toThrow();
  });

  it('names what is wrong', async () => {
    const registry = createRegistry([clustering]);
    expect(() => registry.get('mean')).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', details: { field: 'type', expected: 'one of clustering', received: '"mean"' } }),
    );
    expect(() => registry.register(clustering)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => registry.register({ ...mean, type: '' })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => registry.create('clustering', { k: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => createRegistry().fromBytes(new Uint8Array(80))).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
    const bytes = (await mean.create({ target: 'price' }).fit(RECORDS)).toBytes();
    expect(() => registry.fromBytes(bytes)).toThrow(/"mean", which is not registered: there are clustering/);
    expect(createRegistry().list()).toEqual([]);
  });
});
