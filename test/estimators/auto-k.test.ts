import { describe, expect, it } from 'vitest';
import { readElements } from '../../data/elements.ts';
import { createRandom } from '../../src/core/random.ts';
import { type Criterion, type ElementRecord, ElementsClustering, type Progress } from '../../src/index.ts';
import { packContainer, unpackContainer } from '../../src/model/container.ts';
import { type CurveCase, goldenCases } from '../golden/golden.ts';

const CRITERIA: readonly Criterion[] = ['silhouette', 'calinski-harabasz', 'davies-bouldin', 'elbow'];

/** 60 rows about each of k corners that are equally far from each other. */
function corners(k: number): number[][] {
  const random = createRandom(k);
  const noise = (): number => random.next() + random.next() + random.next() - 1.5;
  return Array.from({ length: 60 * k }, (_, i) => Array.from({ length: k }, (_, column) => (i % k === column ? 12 : 0) + noise()));
}

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

  describe.each(CRITERIA)('by %s', (criterion) => {
    it.each([2, 3, 5, 8])('finds %i groups that stand apart, and tells what it looked at', async (k) => {
      const rows = corners(k);
      const reports: number[] = [];
      const model = new ElementsClustering({ criterion, nInit: 4 });
      await model.fit(rows, { onProgress: ({ done }) => reports.push(done) });
      expect(model.effectiveK).toBe(k);
      expect(new Set(model.labels.map((label, row) => label * k + (row % k))).size).toBe(k);
      const curve = model.curve ?? [];
      const first = criterion === 'elbow' ? 1 : 2;
      const last = Math.min(20, Math.floor(Math.sqrt(rows.length)));
      expect(curve.map((point) => point.k)).toEqual(Array.from({ length: last - first + 1 }, (_, i) => first + i));
      const scores = curve.map(({ score }) => (criterion === 'davies-bouldin' ? -1 : 1) * (score as number));
      expect(curve[scores.indexOf(Math.max(...scores))]).toMatchObject({ k, criterion, inertia: model.inertia });
      expect(reports).toEqual([...reports].sort((a, b) => a - b));
      expect(reports.at(-1)).toBeLessThanOrEqual(1);
    });

    it.each(goldenCases<CurveCase>('curve'))(
      'scores its candidates as scikit-learn scores those of its own k-means: $name',
      async (golden) => {
        const settings = { tolerance: 0, nInit: 500, maxClusters: golden.curve.length };
        const { curve } = await new ElementsClustering({ ...settings, criterion }).fit(golden.rows);
        for (const { k, score, inertia } of curve ?? []) {
          const expected = golden.curve[k - 1];
          expect(inertia / expected.inertia).toBeCloseTo(1, 6);
          if (criterion === 'elbow') expect(score).toBeCloseTo(depth(golden, k), 6);
          else expect((score as number) / (expected[criterion] as number)).toBeCloseTo(1, 5);
        }
      },
    );

    it('is kept in the bytes of the model', async () => {
      const model = await new ElementsClustering({ criterion, maxClusters: 5 }).fit(corners(3));
      const loaded = ElementsClustering.fromBytes(model.toBytes());
      expect(loaded.curve).toEqual(model.curve);
      expect(loaded.toBytes()).toEqual(model.toBytes());
    });

    it('takes records, sparse or a table, and cosine space', async () => {
      const { validation } = await readElements();
      const some = validation.elements.slice(0, 300);
      const model = await new ElementsClustering({ criterion, maxClusters: 6 }).fit(some);
      expect(model.curve?.map(({ k }) => k).at(-1)).toBe(6);
      expect(model.curve?.every((point) => point.criterion === criterion && Number.isFinite(point.score))).toBe(true);
      const table = Array.from({ length: 90 }, (_, i) => ({ size: (i % 3) * 50 + (i % 7), kind: 'abc'[i % 3] }));
      expect((await new ElementsClustering({ criterion }).fit(table)).effectiveK).toBe(3);
      expect((await new ElementsClustering({ criterion, metric: 'cosine', nInit: 4 }).fit(corners(4))).effectiveK).toBe(4);
    });
  });

  it('tells what DP-means found by its threshold, nothing where k was given, and an empty curve where there was nothing to choose', async () => {
    const { validation } = await readElements();
    const model = await new ElementsClustering({ threshold: 0.5 }).fit(validation.elements);
    expect(model.curve).toEqual([{ k: model.effectiveK, criterion: 'threshold', score: 0.5, inertia: model.inertia }]);
    expect(ElementsClustering.fromBytes(model.toBytes()).curve).toEqual(model.curve);
    expect((await new ElementsClustering({ k: 2 }).fit(corners(2))).curve).toBe(null);
    expect((await new ElementsClustering().fit([[1], [2]])).curve).toEqual([]);
  });

  it('settles with records that have no direction in token space: they are a cluster of their own', async () => {
    const features = { mode: 'tokens', weights: { keys: 0, name: 0 } } as const;
    for (const engine of ['wasm', 'reference'] as const) {
      const learn = (records: ElementRecord[]) => new ElementsClustering({ features, engine }).fit(records);
      const model = await learn([{ a: 'x y' }, { a: 'x y' }, { a: 'x y' }, {}, {}, { b: 'q' }]);
      expect([...model.labels]).toEqual([1, 1, 1, 0, 0, 2]);
      expect([model.warnings, model.iterations]).toEqual([[], 2]);
      expect([...(await model.predict([{}, { z: 'new' }]))]).toEqual([0, 0]);
      const alone = await learn([{}, {}, {}]);
      expect([...alone.labels, ...alone.warnings]).toEqual([0, 0, 0]);
      expect([...(await alone.predict([{}, { a: 'x' }]))]).toEqual([0, 0]);
    }
  });

  it('reads models that kept no curve, and refuses a damaged one', async () => {
    const model = await new ElementsClustering({ maxClusters: 3 }).fit(corners(2));
    const { header, sections } = unpackContainer(model.toBytes());
    const withCurve = (curve: unknown): Uint8Array => packContainer({ ...header, curve } as never, Object.fromEntries(sections));
    expect(ElementsClustering.fromBytes(withCurve(undefined)).curve).toBe(null);
    expect(ElementsClustering.fromBytes(withCurve(null)).curve).toBe(null);
    const [point] = model.curve ?? [];
    expect(ElementsClustering.fromBytes(withCurve([{ ...point, score: null }])).curve).toEqual([{ ...point, score: null }]);
    const odd = ['curve', {}, [1], [null], [[]], [{}], [{ ...point, k: 0 }], [{ ...point, k: 1.5 }], [{ ...point, criterion: 'gap' }]];
    for (const curve of [...odd, [{ ...point, score: 'high' }], [{ ...point, inertia: null }]]) {
      expect(() => ElementsClustering.fromBytes(withCurve(curve))).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
    }
  });

  it('refuses a criterion it does not know', () => {
    expect(() => new ElementsClustering({ criterion: 'gap' as never })).toThrow(
      /field criterion: expected one of silhouette, calinski-harabasz, davies-bouldin, elbow, received "gap"/,
    );
  });
});

/** Depth of the golden inertia below the chord, both axes from 0 to 1. */
function depth({ curve }: CurveCase, k: number): number {
  const { inertia: first } = curve[0];
  const { inertia: last } = curve[curve.length - 1];
  return 1 - (k - 1) / (curve.length - 1) - (curve[k - 1].inertia - last) / (first - last);
}
