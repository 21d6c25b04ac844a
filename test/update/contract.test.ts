import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readElements } from '../../data/elements.ts';
import { ElementsClustering, type Update } from '../../src/index.ts';
import { blobs, rows, sparse, WORLDS, type World } from './worlds.ts';

const batches = fc.array(rows(1, 12), { minLength: 1, maxLength: 6 });
const settings = { minClusterSize: 2 };

/** Labels that rows have been given, by the row. */
type Given = Map<string, number>;

function take(given: Given, batch: readonly number[][], labels: Int32Array): void {
  batch.forEach((row, i) => {
    const before = given.get(String(row));
    if (before !== undefined) expect(labels[i], `row ${row}`).toBe(before);
    if (labels[i] >= 0) given.set(String(row), labels[i]);
  });
}

const fitted = ({ options, input }: World, training: readonly number[][], engine?: 'wasm' | 'reference') =>
  new ElementsClustering({ ...options, engine }).fit(input(training));

describe.each(WORLDS)('$title', (world) => {
  it('keep the label they were given, whatever comes after', async () => {
    await fc.assert(
      fc.asyncProperty(rows(4, 40), batches, async (training, later) => {
        const model = await fitted(world, training);
        const labels = model.labels;
        const given: Given = new Map();
        take(given, training, labels);
        let highest = Math.max(...model.ids);
        for (const batch of later) {
          const update = await model.update(world.input(batch), settings);
          take(given, batch, update.labels);
          for (const { label } of update.newLabels) {
            expect(label).toBeGreaterThan(highest);
            highest = label;
          }
          expect(model.waiting).toBe(update.waiting);
          expect(model.labels).toEqual(labels);
          const known = [...given.keys()].map((text) => text.split(',').map(Number));
          expect([...(await model.predict(world.input(known)))]).toEqual([...given.values()]);
        }
        const seen = [...training, ...later.flat()];
        const counted = model.counts.reduce((sum, count) => sum + count, 0);
        expect(counted).toBeGreaterThanOrEqual(seen.filter((row) => given.has(String(row))).length - 1e-6);
        expect(counted).toBeLessThanOrEqual(seen.length - model.waiting + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('fare the same when the model is saved and loaded in between', async () => {
    await fc.assert(
      fc.asyncProperty(rows(4, 30), batches, async (training, later) => {
        const model = await fitted(world, training);
        let other = ElementsClustering.fromBytes(model.toBytes());
        for (const batch of later) {
          const update = await model.update(world.input(batch), settings);
          expect(await other.update(world.input(batch), settings)).toEqual(update);
          other = ElementsClustering.fromBytes(other.toBytes());
          expect(Buffer.compare(other.toBytes(), model.toBytes())).toBe(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('fare the same in both engines', async () => {
    await fc.assert(
      fc.asyncProperty(rows(4, 30), batches, async (training, later) => {
        const models = [await fitted(world, training, 'wasm'), await fitted(world, training, 'reference')];
        fc.pre(String(models[0].labels) === String(models[1].labels));
        for (const batch of later) {
          const [update, other] = await Promise.all(models.map((model) => model.update(world.input(batch), settings)));
          expect(other).toEqual(update);
        }
        expect(models[1].centroids).toEqual(models[0].centroids);
        expect(models[1].radii).toEqual(models[0].radii);
      }),
      { numRuns: 30 },
    );
  });

  it('count for what they weigh', async () => {
    await fc.assert(
      fc.asyncProperty(rows(4, 20), rows(1, 8), fc.infiniteStream(fc.integer({ min: 1, max: 3 })), async (training, batch, stream) => {
        const weights = batch.map(() => stream.next().value as number);
        const repeated = batch.flatMap((row, i) => Array.from({ length: weights[i] }, () => row));
        const [weighted, plain] = [await fitted(world, training), await fitted(world, training)];
        const { labels, newLabels, drift } = await weighted.update(world.input(batch), { ...settings, weights });
        const update = await plain.update(world.input(repeated), settings);
        // names tell equally distinctive fields in an order that rounding decides
        const sizes = (found: typeof newLabels) => found.map(({ label, size }) => ({ label, size }));
        expect({ newLabels: sizes(update.newLabels), drift: update.drift }).toEqual({ newLabels: sizes(newLabels), drift });
        expect(update.labels).toEqual(Int32Array.from(batch.flatMap((_, i) => Array.from({ length: weights[i] }, () => labels[i]))));
        expect(plain.counts).toEqual(weighted.counts);
      }),
      { numRuns: 30 },
    );
  });
});

test('10,000 updates of one row each give repeated rows the labels that one update gives them', async () => {
  const { rows: training } = blobs(
    [
      [0, 0],
      [12, 0],
      [0, 12],
    ],
    500,
  );
  const { rows: later } = blobs(
    [
      [0, 0],
      [12, 0],
      [0, 12],
      [12, 12],
    ],
    1000,
    { seed: 2 },
  );
  const stream = Array.from({ length: 10_000 }, (_, i) => (i % 3 === 0 ? training[(i * 7) % 500] : later[(i * 11) % 1000]));
  const [single, whole] = [await new ElementsClustering({ k: 3 }).fit(training), await new ElementsClustering({ k: 3 }).fit(training)];
  const byOne: Update[] = [];
  for (const row of stream) byOne.push(await single.update([row]));
  const { labels } = await whole.update(stream);
  const seen = new Set(training.map(String));
  const repeated = stream.map((row, i) => ({ row, i })).filter(({ row }) => seen.has(String(row)));
  expect(repeated.length).toBeGreaterThan(3000);
  expect(repeated.map(({ i }) => byOne[i].labels[0])).toEqual(repeated.map(({ i }) => labels[i]));
  const [last] = (await single.update([later[0]])).labels;
  expect([...(await single.predict(stream))].every((label) => label >= 0)).toBe(true);
  expect(last).toBeGreaterThanOrEqual(0);
});

test('10,000 updates of one real element each: elements that come again have the labels that one update gives them', async () => {
  const { train, batches } = await readElements();
  const later = batches.flatMap(({ elements }) => elements);
  const textOf = (element: object): string => JSON.stringify(element);
  const stream = Array.from({ length: 10_000 }, (_, i) =>
    i % 3 === 0 ? train.elements[(i * 7) % train.elements.length] : later[(i * 11) % later.length],
  );
  const [single, whole] = [await new ElementsClustering().fit(train.elements), await new ElementsClustering().fit(train.elements)];
  const { labels } = await whole.update(stream);
  const seen = new Set(train.elements.map(textOf));
  const given = new Map<string, number>();
  for (const [i, element] of stream.entries()) {
    const text = textOf(element);
    const [label] = (await single.update([element])).labels;
    if (seen.has(text)) expect(label, text).toBe(labels[i]);
    expect(given.get(text) ?? label, text).toBe(label);
    if (label >= 0) given.set(text, label);
  }
  expect(await single.predict(train.elements)).toEqual(single.labels);
});

test('rows are the same rows dense and sparse', async () => {
  const { rows: training } = blobs(
    [
      [9, 0, 0],
      [0, 9, 0],
    ],
    60,
  );
  const cosine = { k: 2, metric: 'cosine' } as const;
  for (const [first, second] of [
    [training, sparse(training)],
    [sparse(training), training],
  ]) {
    const model = await new ElementsClustering(cosine).fit(first);
    expect(await model.update(second)).toMatchObject({ labels: model.labels, waiting: 0 });
  }
});

test('a model of dense rows, which it centres, takes sparse ones for the same rows', async () => {
  const centres = [
    [1000, 0, 0],
    [0, 1000, 7],
    [1000, 1000, 0],
  ];
  const { rows: training } = blobs(centres, 60, { spread: 3 });
  const more = blobs(centres, 30, { seed: 2, spread: 3 }).rows.map((row) => row.map((value) => (Math.abs(value) < 3 ? 0 : value)));
  const train = () => new ElementsClustering({ k: 3 }).fit(training);
  const [model, other] = [await train(), await train()];
  for (const ask of ['predict', 'transform', 'assign', 'evaluate', 'update'] as const) {
    expect(await other[ask](sparse(more)), ask).toEqual(await model[ask](more));
  }
  expect(Buffer.compare(other.toBytes(), model.toBytes())).toBe(0);
  const [sparsely, densely] = [sparse(more), more].map((input) => new ElementsClustering({ k: 3 }).fit(input, { like: model }));
  expect(Buffer.compare((await sparsely).toBytes(), (await densely).toBytes())).toBe(0);
});

test('rows of one call meet the model as it was: their order makes no difference to where they go', async () => {
  await fc.assert(
    fc.asyncProperty(rows(6, 30), rows(2, 20), async (training, batch) => {
      const [model, other] = [await fitted(WORLDS[0], training), await fitted(WORLDS[0], training)];
      const turned = [...batch].reverse();
      const few = { minClusterSize: 1000 };
      const { labels, joined, waiting } = await model.update(batch, few);
      expect(await other.update(turned, few)).toMatchObject({ labels: labels.toReversed(), joined, waiting });
    }),
    { numRuns: 60 },
  );
});
