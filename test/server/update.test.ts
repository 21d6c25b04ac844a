import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { parseKey } from '../../server/model-key.ts';
import { UpdateRequest, UpdateResponse } from '../../server/update-schemas.ts';
import { createFileStore } from '../../src/adapters/file-store.ts';
import { createRandom } from '../../src/core/random.ts';
import { ElementsClustering, type Input } from '../../src/index.ts';
import { blobs } from '../update/worlds.ts';
import { bad, endlessFit, GROUPS, good, noise, post, predictions, type TestService, test } from './service.ts';

const CORNERS = [
  [0, 0],
  [20, 0],
  [20, 20],
];
const TRAINING = blobs(CORNERS, 150).rows;
const LATER = blobs([...CORNERS, [0, 20]], 200, { seed: 3 }).rows;

const LINKS = Array.from({ length: 12 }, (_, i) => (i % 3 ? { type: 'a', href: `/page/${i}` } : { type: 'button', class: 'btn' }));
const CARDS = Array.from({ length: 6 }, (_, i) => ({ type: 'section', class: 'card shadow', title: `news ${i}` }));

const update = async (service: TestService, body: unknown) => UpdateResponse.parse(await good(post(`${service.url}/update`, body)));

/** The versions in a folder, with the model that each is. */
async function savedIn(folder: string): Promise<{ version: number; updated: boolean; model: ElementsClustering }[]> {
  const store = createFileStore(folder);
  const found = (await store.list()).map(async (key) => {
    const { version, updated } = parseKey(key) as { version: number; updated: boolean };
    return { version, updated, model: ElementsClustering.fromBytes((await store.get(key)) as Uint8Array) };
  });
  return (await Promise.all(found)).sort((a, b) => a.version - b.version);
}

/** Weight of all rows that a model ever took in, of which none may have been forgotten. */
function taken(model: ElementsClustering): number {
  return model.counts.reduce((sum, count) => sum + count, 0) + model.waiting;
}

test('the answer is what the library does, and the model that comes of it is saved and served', async ({ start, folder }) => {
  const service = await start();
  for (const [model, rows, batches] of [
    ['rows', TRAINING, [LATER.slice(0, 50), LATER.slice(50)]],
    ['links', LINKS, [[...LINKS.slice(0, 3), ...CARDS.slice(0, 3)], CARDS.slice(3)]],
  ] as const) {
    await good(post(`${service.url}/fit`, { data: rows, options: { k: 3, unknown: true }, model }));
    const library = ElementsClustering.fromBytes((await createFileStore(folder).get(`${model}@1`)) as Uint8Array);
    let told = 0;
    for (const [i, data] of batches.entries()) {
      const body = { data, model, weights: data.map((_, row) => 1 + (row % 2)), options: { minClusterSize: 4, halfLife: 1000 } };
      UpdateRequest.parse(body);
      const answer = await update(service, body);
      const { labels, newLabels, repeated, joined, waiting, drift } = await library.update(data as Input, {
        weights: body.weights,
        ...body.options,
      });
      expect(answer).toMatchObject({ model, version: i + 2, rows: data.length, labels: [...labels], newLabels, repeated, joined, waiting });
      expect(answer.drift).toEqual([...drift].map((distance, label) => ({ label, distance })).filter(({ distance }) => distance > 0));
      expect(answer.clusters).toBe(library.effectiveK);
      const bytes = (await createFileStore(folder).get(`${model}@${i + 2}-updated`)) as Uint8Array;
      expect(Buffer.compare(bytes, library.toBytes())).toBe(0);
      const { predictions: served } = await predictions(service, { data, model });
      expect(answer.labels.filter((label, row) => label >= 0 && label !== served[row])).toEqual([]);
      const described = await library.describe();
      for (const one of answer.newLabels)
        expect(described[one.label]).toMatchObject(JSON.parse(JSON.stringify({ ...one, size: undefined })));
      told += answer.newLabels.length;
    }
    expect(told).toBe(1);
  }
});

test('bare rows, a batch of one, and fields that are null', async ({ start }) => {
  const service = await start();
  await good(post(`${service.url}/fit`, { data: GROUPS, options: { k: 3 } }));
  const before = await predictions(service, GROUPS);
  expect(await update(service, GROUPS)).toMatchObject({ model: 'default', version: 2, rows: 6, labels: before.predictions, waiting: 0 });
  expect(await update(service, { data: [[0, 0]], model: null, weights: null, options: null })).toMatchObject({
    version: 3,
    labels: [before.predictions[0]],
  });
});

describe('a body that cannot be used is told why, and nothing changes', () => {
  const cases: [title: string, body: object, expected: object][] = [
    ['no rows', { data: [] }, { code: 'INVALID_INPUT' }],
    ['too many columns', { data: [[1, 2, 3]] }, { code: 'INVALID_INPUT', received: '3' }],
    ['a wrong value after good rows', { data: [...GROUPS, [1, 'x']] }, { code: 'INVALID_INPUT', row: 6, field: '1' }],
    ['a number that the engine cannot hold', { data: [[1, 1e300]] }, { code: 'INVALID_INPUT', row: 0, field: '1' }],
    ['records for a model of numbers', { data: [{ a: 1 }] }, { code: 'INVALID_INPUT', received: 'a record' }],
    ['weights that are no array', { data: GROUPS, weights: 1 }, { code: 'INVALID_INPUT', field: 'weights' }],
    ['a missing weight', { data: GROUPS, weights: [1, 2] }, { code: 'INVALID_INPUT', expected: '6', received: '2' }],
    ['a weight below 0', { data: [[1, 2]], weights: [-1] }, { code: 'INVALID_INPUT', row: 0, received: '-1' }],
    ["an option of the fit's", { data: GROUPS, options: { k: 3 } }, { code: 'INVALID_OPTION', field: 'options.k' }],
    ['a size that is no number', { data: GROUPS, options: { minClusterSize: '5' } }, { code: 'INVALID_OPTION', field: 'minClusterSize' }],
    ['a half-life of 0', { data: GROUPS, options: { halfLife: 0 } }, { code: 'INVALID_OPTION', field: 'halfLife' }],
    ['a version', { data: GROUPS, version: 1 }, { code: 'INVALID_OPTION', field: 'body.version' }],
    ['a path as a name', { data: GROUPS, model: '../x' }, { code: 'INVALID_NAME' }],
  ];

  test.for(cases)('%s', async ([, body, expected], { shared }) => {
    const found = await bad(post(`${shared.url}/update`, body), 422, (expected as { code: 'INVALID_INPUT' }).code);
    expect(found).toMatchObject(expected);
    expect(await good(fetch(`${shared.url}/models`))).toEqual({ models: [{ model: 'default', versions: [1] }] });
  });
});

test('a model that is not there is 404 at once, while a fit runs, and takes no place', async ({ start }) => {
  const service = await start({ fitQueue: 1 });
  await good(post(`${service.url}/fit`, GROUPS));
  const client = new AbortController();
  const fit = post(`${service.url}/fit`, endlessFit(), { signal: client.signal }).catch(() => undefined);
  await service.journal.until('fit started', 2);
  expect(await bad(post(`${service.url}/update`, { data: GROUPS, model: 'shop' }), 404, 'MODEL_NOT_FOUND')).toMatchObject({
    field: 'model',
  });
  const waiting = update(service, GROUPS);
  client.abort();
  await fit;
  expect(await waiting).toMatchObject({ version: 2, joined: 6 });
});

test('updates and fits at once: every one is applied to the version before it, none is lost', async ({ start, folder }) => {
  const service = await start({ fitConcurrency: 3, fitQueue: 12, keepUpdates: 100 });
  await good(post(`${service.url}/fit`, { data: TRAINING, options: { k: 3 } }));
  const batches = Array.from({ length: 10 }, (_, i) => LATER.slice(i * 20, i * 20 + 10 + i));
  const updates = batches.map(async (batch, i) => {
    await sleep(i * 5);
    return update(service, batch);
  });
  const fits = [1, 2].map((k) => good(post(`${service.url}/fit`, { data: GROUPS, options: { k } })));
  const answers = await Promise.all(updates);
  await Promise.all(fits);
  const versions = await savedIn(folder);
  expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
  expect(versions.filter(({ updated }) => updated).map(({ version }) => version)).toEqual(
    answers.map(({ version }) => version).sort((a, b) => a - b),
  );
  for (const [i, { version, updated, model }] of versions.entries()) {
    const rows = answers.find((one) => one.version === version)?.rows;
    expect(taken(model)).toBe(updated ? taken(versions[i - 1].model) + (rows as number) : i === 0 ? TRAINING.length : GROUPS.length);
  }
});

test('many updates of one row answer the labels that one update answers for rows that come again', async ({ start }) => {
  const service = await start({ keepUpdates: 3 });
  for (const model of ['singly', 'at-once']) await good(post(`${service.url}/fit`, { data: TRAINING, options: { k: 3 }, model }));
  const known = (await predictions(service, { data: TRAINING, model: 'singly' })).predictions;
  const stream = Array.from({ length: 60 }, (_, i) => (i % 2 ? TRAINING[(i * 7) % 150] : LATER[(i * 11) % 200]));
  const labels: number[] = [];
  for (const row of stream) labels.push(...(await update(service, { data: [row], model: 'singly' })).labels);
  const whole = await update(service, { data: stream, model: 'at-once' });
  const repeated = [...stream.keys()].filter((i) => i % 2);
  expect(repeated.map((i) => labels[i])).toEqual(repeated.map((i) => whole.labels[i]));
  expect((await predictions(service, { data: TRAINING, model: 'singly' })).predictions).toEqual(known);
  const { models } = await good<{ models: object[] }>(fetch(`${service.url}/models`));
  expect(models).toContainEqual({ model: 'singly', versions: [1, 59, 60, 61] });
});

test('of versions that updates made the last are kept, of those that fits made all, also by the next service', async ({
  start,
  folder,
}) => {
  const first = await start({ keepUpdates: 2 });
  const train = () => good(post(`${first.url}/fit`, { data: GROUPS, options: { k: 3 } }));
  await train();
  const before = await predictions(first, { data: GROUPS, version: 1 });
  for (let i = 0; i < 2; i++) await update(first, [[1, i]]);
  await train();
  for (let i = 0; i < 2; i++) await update(first, [[2, i]]);
  await first.close();
  const second = await start({ keepUpdates: 2 });
  expect(await update(second, [[3, 3]])).toMatchObject({ version: 7 });
  expect(await good(fetch(`${second.url}/models`))).toEqual({ models: [{ model: 'default', versions: [1, 4, 6, 7] }] });
  expect((await readdir(folder)).filter((file) => file.endsWith('.ecm'))).toHaveLength(4);
  expect(await predictions(second, { data: GROUPS, version: 1 })).toEqual(before);
  await bad(post(`${second.url}/predict`, { data: GROUPS, version: 5 }), 404, 'MODEL_NOT_FOUND');
  expect((await predictions(second, GROUPS)).version).toBe(7);
});

test('/predict answers from the version before while an update runs; a client that leaves stops it, and nothing changes', async ({
  run,
}) => {
  const service = await run();
  await good(post(`${service.url}/fit`, { data: noise(300, 8), options: { k: 3 } }));
  const before = await predictions(service, noise(10, 8));
  const client = new AbortController();
  // near each other, but never enough: to look for clusters among them takes minutes
  const strangers = noise(40_000, 8).map((row) => row.map((value) => 100 + value));
  const body = { data: strangers, options: { minClusterSize: 1e6, maxWaiting: 100_000 } };
  const left = expect(post(`${service.url}/update`, body, { signal: client.signal })).rejects.toThrow('aborted');
  await service.journal.until('update started');
  for (let i = 0; i < 10; i++) expect(await predictions(service, noise(10, 8))).toEqual(before);
  client.abort();
  await left;
  expect(await update(service, noise(10, 8))).toMatchObject({ version: 2, rows: 10, waiting: 0 });
});

test('an update that fails hinders none after it: a damaged model, memory that runs out', async ({ start, folder }) => {
  await createFileStore(folder).set('shop@1', new Uint8Array(100));
  const service = await start({ fitMemoryMb: 64, maxBodyBytes: 2 ** 25 });
  await bad(post(`${service.url}/update`, { data: GROUPS, model: 'shop' }), 500, 'CORRUPT_MODEL');
  await good(post(`${service.url}/fit`, { data: GROUPS, model: 'shop' }));
  const huge = `{"model":"shop","data":[${'{},'.repeat(4_000_000)}{}]}`;
  await bad(post(`${service.url}/update`, undefined, { body: huge }), 500, 'UPDATE_FAILED');
  expect(await update(service, { data: GROUPS, model: 'shop' })).toMatchObject({ version: 3, joined: 6 });
});

test('SIGKILL at any moment: the model of the last update that was answered is there, or the next one', async ({ run, folder }) => {
  const random = createRandom(5);
  let known = 0; // rows of the last answered update, and of all before
  for (let round = 0; round < 4; round++) {
    const service = await run('--keep-updates', '1000');
    if (round === 0) await good(post(`${service.url}/fit`, { data: TRAINING, options: { k: 3 } }));
    const labels = (await predictions(service, TRAINING)).predictions;
    const answered: { version: number; labels: readonly number[] }[] = [];
    const asking = (async () => {
      for (let i = 0; ; i++) answered.push(await update(service, [LATER[(known + i) % 200], [1e3 + i, round]]));
    })().catch(() => undefined);
    await service.journal.until('model saved', round === 0 ? 3 : 2);
    await sleep(random.next() * 200);
    process.kill(service.pid, 'SIGKILL');
    expect(await service.exit).toEqual([null, 'SIGKILL']);
    await asking;
    const versions = await savedIn(folder);
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, i) => i + 1));
    const last = answered.at(-1) as { version: number; labels: readonly number[] };
    expect([last.version, last.version + 1]).toContain(versions.length);
    for (const [i, { model }] of versions.entries()) expect(taken(model)).toBe(TRAINING.length + 2 * i);
    known = versions.length - 1;
    const next = await run('--keep-updates', '1000');
    expect(await predictions(next, TRAINING)).toEqual({ model: 'default', version: versions.length, predictions: labels });
    await next.close();
  }
});

test('the log of requests names model and version', async ({ start }) => {
  const service = await start();
  await good(post(`${service.url}/fit`, { data: GROUPS, model: 'shop' }));
  await update(service, { data: GROUPS, model: 'shop' });
  await bad(post(`${service.url}/update`, { data: [[1]], model: 'shop' }), 422, 'INVALID_INPUT');
  const { requests } = await good<{ requests: object[] }>(fetch(`${service.url}/requests?route=/update`));
  expect(requests).toMatchObject([
    { model: 'shop', version: null, status: 422 },
    { model: 'shop', version: 2, status: 200 },
  ]);
});
