import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ElementsClustering, type Input } from '../../src/index.ts';
import { blobs, rows, WORLDS } from './worlds.ts';

const CORNERS = [
  [0, 0],
  [20, 0],
  [0, 20],
  [20, 20],
];
const TRAINING = blobs(CORNERS, 400).rows;
const LATER = blobs([...CORNERS, [40, 40]], 400, { seed: 2 }).rows;
const fitted = () => new ElementsClustering({ k: 4, nInit: 3 }).fit(TRAINING);

const errorOf = (call: Promise<unknown>) => call.then(() => undefined).catch((error) => ({ code: error.code, details: error.details }));

describe('clusters that a user merges', () => {
  it('have the lowest of their labels; nothing else changes', async () => {
    const [model, plain] = [await fitted(), await fitted()];
    expect(await model.mergeClusters([3, 1])).toBe(1);
    expect([...model.ids]).toEqual([0, 1, 2, 1]);
    expect(model.effectiveK).toBe(3);
    const merged = (labels: Int32Array) => labels.map((label) => (label === 3 ? 1 : label));
    expect(model.labels).toEqual(merged(plain.labels));
    expect(await model.predict(LATER)).toEqual(merged(await plain.predict(LATER)));
    expect(await model.transform(LATER)).toEqual(await plain.transform(LATER));
    expect(model.lineage).toEqual([{ rows: 400, action: 'merged', from: [3], into: 1 }]);
    const update = await model.update(LATER);
    const expected = await plain.update(LATER);
    expect(update).toEqual({ ...expected, labels: merged(expected.labels) });
    expect(update.newLabels.map(({ label }) => label)).toEqual([4]);
  });

  it('keep one label through saving, updates and further merges, and retired labels never come again', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows(10, 40),
        fc.array(fc.tuple(rows(1, 15), fc.nat(100), fc.nat(100)), { maxLength: 6 }),
        async (training, steps) => {
          let model = await new ElementsClustering({ k: 6, unknown: true }).fit(training);
          const retired = new Set<number>();
          for (const [batch, a, b] of steps) {
            const used = [...new Set(model.ids)];
            const [one, two] = [used[a % used.length], used[b % used.length]];
            if (one !== two) {
              const before = await model.predict(training);
              const into = await model.mergeClusters([one, two]);
              retired.add(Math.max(one, two));
              expect(into).toBe(Math.min(one, two));
              expect(await model.predict(training)).toEqual(before.map((label) => (label === one || label === two ? into : label)));
            }
            model = ElementsClustering.fromBytes(model.toBytes());
            const { labels, newLabels } = await model.update(batch, { minClusterSize: 2 });
            const answers = [
              ...labels,
              ...newLabels.map(({ label }) => label),
              ...(await model.predict(batch)),
              ...model.labels,
              ...model.ids,
            ];
            const { labels: assigned, rivals } = await model.assign(batch);
            expect([...answers, ...assigned, ...rivals].filter((label) => retired.has(label))).toEqual([]);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each<[string, unknown, object]>([
    ['no list', 3, { field: 'labels', received: '3' }],
    ['one label', [1], { field: 'labels' }],
    ['the same twice', [2, 2], { field: 'labels' }],
    ['a label that is not there', [0, 4], { field: 'labels[1]', expected: 'a label of this model', received: '4' }],
    ['a retired label', [0, 3], { field: 'labels[1]', expected: 'a label in use; this one was merged into 1', received: '3' }],
    ['unknown', [0, -1], { field: 'labels[1]' }],
    ['no number', [0, '1'], { field: 'labels[1]', received: '"1"' }],
  ])('cannot be %s', async (_, labels, details) => {
    const model = await fitted();
    await model.mergeClusters([1, 3]);
    const before = model.toBytes();
    expect(await errorOf(model.mergeClusters(labels as number[]))).toEqual({
      code: 'INVALID_INPUT',
      details: expect.objectContaining(details),
    });
    expect(Buffer.compare(model.toBytes(), before)).toBe(0);
  });
});

describe('names', () => {
  it('stay with their labels, whoever gave them, and are kept', async () => {
    const model = await fitted();
    const before = model.names;
    expect([...before.keys()]).toEqual([0, 1, 2, 3]);
    await model.renameCluster(2, 'menu');
    await model.renameCluster(0, 'Kopf 🎧');
    const { newLabels } = await model.update(LATER);
    expect(newLabels).toEqual([{ label: 4, size: expect.any(Number), name: model.names.get(4) }]);
    const names = [...ElementsClustering.fromBytes(model.toBytes()).names];
    expect(names).toEqual([
      [0, 'Kopf 🎧'],
      [1, before.get(1)],
      [2, 'menu'],
      [3, before.get(3)],
      [4, newLabels[0].name],
    ]);
    expect(new Set(names.map(([, name]) => name)).size).toBe(5);
    await model.mergeClusters([1, 2]);
    expect([...model.names]).toEqual(names.filter(([label]) => label !== 2));
    expect((await model.describe()).map(({ label, name }) => [label, name])).toEqual([...model.names]);
    await model.renameCluster(1, 'foot');
    await model.renameCluster(1, 'foot');
    expect(model.names.get(1)).toBe('foot');
  });

  it.each<[number, unknown, string]>([
    [9, 'x', 'label'],
    [-1, 'x', 'label'],
    [0, '', 'name'],
    [0, '  ', 'name'],
    [0, 'x'.repeat(201), 'name'],
    [0, 7, 'name'],
    [0, 'taken', 'name'],
  ])('label %o cannot be called %o', async (label, name, field) => {
    const model = await fitted();
    await model.renameCluster(1, 'taken');
    const before = model.toBytes();
    expect(await errorOf(model.renameCluster(label, name as string))).toMatchObject({ code: 'INVALID_INPUT', details: { field } });
    expect(Buffer.compare(model.toBytes(), before)).toBe(0);
  });
});

describe('what is told of clusters', () => {
  it('is told of merged ones as of one, of new ones too, and leaves nobody out', async () => {
    const model = await fitted();
    await model.update(LATER);
    await model.mergeClusters([0, 1]);
    const told = await model.describe();
    expect(told.map(({ label }) => label)).toEqual([0, 2, 3, 4]);
    expect(told.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(model.counts.reduce((sum, count) => sum + count, 0));
    const mean = (label: number, field: string) =>
      told.find((one) => one.label === label)?.fields.find((one) => one.field === field)?.numbers?.mean;
    expect(mean(4, 'x0')).toBeCloseTo(40, 0);
    expect(mean(4, 'x1')).toBeCloseTo(40, 0);
    const [first, second, third] = await model.predict([
      [0, 0],
      [20, 0],
      [40, 40],
    ]);
    for (const [row, label] of [
      [[0, 0], first],
      [[20, 0], second],
      [[40, 40], third],
    ] as const) {
      const { label: explained, name, rival } = await model.explain(row);
      expect({ explained, name }).toEqual({ explained: label, name: model.names.get(label) });
      expect(rival?.label).not.toBe(label);
      expect(model.names.get(rival?.label as number)).toBe(rival?.name);
    }
  });

  it('is told of clusters that few rows found', async () => {
    const model = await fitted();
    for (let i = 0; i < 5; i++) await model.update([[-40, -40 + i / 10]]);
    const told = (await model.describe()).at(-1);
    expect(told).toMatchObject({ label: 4, count: 5, example: null });
    expect(told?.fields.map(({ numbers }) => Math.round(numbers?.mean ?? 0))).toEqual([-40, -40]);
  });

  it('says of unknown rows how far they are from the nearest', async () => {
    const model = await new ElementsClustering({ k: 2, init: [[1], [11]], unknown: true }).fit([[0], [2], [10], [12]]);
    expect(await model.explain([5])).toMatchObject({ label: -1, name: '', distance: 4, rival: { label: 1, distance: 6 } });
  });
});

describe('models fitted like each other', () => {
  const halves = async () => {
    const all = blobs([...CORNERS, [60, 0]], 600, { seed: 5 });
    const first = all.rows.filter((_, i) => all.truth[i] < 3);
    const second = all.rows.filter((_, i) => all.truth[i] > 1);
    const a = await new ElementsClustering({ k: 3 }).fit(first);
    const b = await new ElementsClustering({ k: 3 }).fit(second, { like: a });
    return { a, b, first, second };
  };

  it('become one: labels of the one stay, clusters of the other join or are added', async () => {
    const { a, b, first, second } = await halves();
    const [labels, theirs, shared] = [await a.predict(first), await b.predict(second), (await a.predict([[0, 20]]))[0]];
    await b.renameCluster((await b.predict([[60, 0]]))[0], 'far');
    const merge = await a.merge(b);
    expect(merge).toMatchObject({ joined: 1, added: 2, newLabels: [] });
    expect(merge.labels).toContain(shared);
    expect(new Set(merge.labels).size).toBe(3);
    expect(Math.min(...[...merge.labels].filter((label) => label !== shared))).toBeGreaterThanOrEqual(3);
    expect(a.effectiveK).toBe(5);
    expect(await a.predict(first)).toEqual(labels);
    const expected = theirs.map((label) => merge.labels[label]);
    const known = new Map(first.map((row, i) => [String(row), labels[i]]));
    expect(await a.predict(second)).toEqual(expected.map((label, i) => known.get(String(second[i])) ?? label));
    expect(a.names.get((await a.predict([[60, 0]]))[0])).toBe('far');
    expect(new Set(a.names.values()).size).toBe(5);
    expect((await a.describe()).map(({ label }) => label)).toEqual([...a.names.keys()].sort((one, two) => one - two));
    expect(a.counts.reduce((sum, count) => sum + count, 0)).toBe(first.length + second.length);
    expect(a.lineage.map(({ action, into }) => ({ action, into }))).toEqual([...merge.labels].map((into) => ({ action: 'taken', into })));
    expect(a.lineage.map(({ from }) => from[0])).toEqual([0, 1, 2]);
  });

  it('become the same model from objects and from bytes, every time', async () => {
    const [one, two] = [await halves(), await halves()];
    await one.a.merge(one.b);
    await two.a.merge(two.b.toBytes());
    expect(Buffer.compare(one.a.toBytes(), two.a.toBytes())).toBe(0);
  });

  it('keep what users merged together', async () => {
    const { a, b, second } = await halves();
    const [near, far] = await b.predict([
      [0, 20],
      [60, 0],
    ]);
    await b.mergeClusters([near, far]);
    const theirs = await b.predict(second);
    const { labels, joined, added } = await a.merge(b);
    expect({ joined, added }).toEqual({ joined: 1, added: 1 });
    expect(labels[near]).toBe(labels[far]);
    expect((await a.predict(second)).every((label, i) => label === labels[theirs[i]])).toBe(true);
  });

  it('let wait what waits in either, and find what together is enough', async () => {
    const { a, b } = await halves();
    const odd = [
      [30, 90],
      [31, 90],
      [30, 91],
    ];
    await a.update(odd);
    await a.update([[-500, 0]]);
    await b.update([...odd.slice(0, 2), [900, 900]]);
    const merge = await a.merge(b);
    expect(merge.newLabels).toEqual([{ label: 6, size: 5, name: a.names.get(6) }]);
    expect(a.waiting).toBe(2);
    expect([...(await a.update(odd)).labels]).toEqual([6, 6, 6]);
  });

  it('of any kind keep all labels', async () => {
    await Promise.all(
      WORLDS.map(({ options, input }) =>
        fc.assert(
          fc.asyncProperty(rows(4, 20), rows(4, 20), rows(1, 10), rows(1, 10), async (first, second, here, there) => {
            const a = await new ElementsClustering(options).fit(input(first));
            const b = await new ElementsClustering(options).fit(input(second), { like: a.toBytes() });
            await a.update(input(here), { minClusterSize: 2 });
            await b.update(input(there), { minClusterSize: 2 });
            const [own, theirs] = [await a.predict(input(first)), await b.predict(input(second))];
            const before = a.toBytes();
            const { labels } = await a.merge(b);
            expect(await a.predict(input(first))).toEqual(own);
            const answers = await a.predict(input(second));
            for (const [i, row] of second.entries()) {
              const { labels: had } = await ElementsClustering.fromBytes(before).update(input([row]));
              expect([had[0], labels[theirs[i]]]).toContain(answers[i]);
            }
            expect(Buffer.compare(ElementsClustering.fromBytes(a.toBytes()).toBytes(), a.toBytes())).toBe(0);
          }),
          { numRuns: 10 },
        ),
      ),
    );
  });
});

test.each<[string, Input, object]>([
  ['numbers of their own scale', TRAINING.map(([x, y]) => [x * 100, y]), { k: 2 }],
  ['other columns', TRAINING.map(([x]) => [x]), { k: 2 }],
  ['another metric', TRAINING, { k: 2, metric: 'cosine' }],
  ['records', TRAINING.map(([x, y]) => ({ x, y })), { k: 2 }],
])('models of %s cannot be merged', async (_, input, options) => {
  const model = await fitted();
  const before = model.toBytes();
  const other = await new ElementsClustering(options).fit(input);
  expect(await errorOf(model.merge(other))).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await errorOf(model.merge(new Uint8Array(100)))).toMatchObject({ code: 'CORRUPT_MODEL' });
  expect(Buffer.compare(model.toBytes(), before)).toBe(0);
});

test('a fit like a model takes rows that this model takes, in its metric', async () => {
  const model = await fitted();
  const like = (input: Input, options = {}) => errorOf(new ElementsClustering({ k: 2, ...options }).fit(input, { like: model }));
  expect(await like(TRAINING)).toBeUndefined();
  expect(await like([{ x: 1 }, { x: 2 }])).toMatchObject({ code: 'INVALID_INPUT', details: { expected: 'rows of numbers, as in fit' } });
  expect(await like([[1], [2]])).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await like(TRAINING, { metric: 'cosine' })).toMatchObject({ code: 'INVALID_OPTION', details: { field: 'metric' } });
  expect(await errorOf(new ElementsClustering().fit(TRAINING, { like: new ElementsClustering() }))).toMatchObject({ code: 'NOT_FITTED' });
});
