import { describe, expect } from 'vitest';
import { FitRequest, FitResponse, Health, ModelList, PredictRequest, PredictResponse } from '../../server/schemas.ts';
import { bad, GROUPS, good, noise, post, predictions, test } from './service.ts';

const RECORDS = Array.from({ length: 12 }, (_, i) =>
  i % 3 === 0 ? { type: 'a', class: 'menu item', href: `/page/${i}` } : { type: 'button', class: 'btn btn-primary', disabled: 'disabled' },
);

test('a client written for the usual tutorial works unchanged: bare rows in, message and predictions out', async ({ start }) => {
  const { url } = await start();
  expect(await good(fetch(`${url}/health`))).toEqual({ status: 'healthy' });
  const fitted = await good(post(`${url}/fit`, RECORDS));
  expect(fitted.message).toBe('Model trained and saved successfully.');
  const { predictions } = await good<{ predictions: number[] }>(post(`${url}/predict`, RECORDS));
  expect(predictions).toHaveLength(12);
  expect(new Set(predictions).size).toBe(2);
  expect(predictions.map((label) => label === predictions[0])).toEqual(RECORDS.map((record) => record.type === 'a'));
  const one = await good<{ predictions: number[] }>(post(`${url}/predict`, RECORDS[1]));
  expect(one.predictions).toEqual([predictions[1]]);
});

test('rows of numbers, options and a name: the answer tells what was found', async ({ start }) => {
  const { url } = await start();
  const body = { data: GROUPS, options: { k: 3, seed: 5 }, model: 'shop' };
  FitRequest.parse(body);
  const fitted = FitResponse.parse(await good(post(`${url}/fit`, body)));
  expect(fitted).toMatchObject({ model: 'shop', version: 1, rows: 6, clusters: 3, engine: 'wasm', warnings: [] });
  expect(fitted.metrics.inertia).toBeCloseTo(1.5, 5);
  expect(fitted.metrics.silhouette).toBeGreaterThan(0.9);
  const asked = { data: [...GROUPS, [40, 44]], model: 'shop', version: 1 };
  PredictRequest.parse(asked);
  const answered = PredictResponse.parse(await good(post(`${url}/predict`, asked)));
  const [a, , b, , c] = answered.predictions;
  expect(answered).toEqual({ predictions: [a, a, b, b, c, c, b], model: 'shop', version: 1 });
  await bad(post(`${url}/predict`, GROUPS), 404, 'MODEL_NOT_FOUND'); // no model without a name was fitted
});

test('fewer distinct rows than clusters: a warning, not an error', async ({ start }) => {
  const { url } = await start();
  const fitted = FitResponse.parse(await good(post(`${url}/fit`, { data: [[1], [1], [2]], options: { k: 3 } })));
  expect(fitted.clusters).toBe(2);
  expect(fitted.warnings.map(({ code }) => code)).toEqual(['FEWER_DISTINCT_ROWS']);
});

test('one row is one cluster, without a silhouette', async ({ start }) => {
  const { url } = await start();
  const fitted = FitResponse.parse(await good(post(`${url}/fit`, [[1, 2]])));
  expect(fitted).toMatchObject({ clusters: 1, metrics: { inertia: 0, silhouette: null } });
});

describe('/predict tells one record from rows in an envelope', () => {
  test('data that is a record, a list of them, and fields that no envelope has', async ({ start }) => {
    const { url } = await start();
    await good(post(`${url}/fit`, RECORDS));
    const [label, other] = (await good<{ predictions: number[] }>(post(`${url}/predict`, RECORDS))).predictions;
    const predict = async (body: unknown) => (await good<{ predictions: number[] }>(post(`${url}/predict`, body))).predictions;
    expect(await predict({ data: RECORDS[0] })).toEqual([label]);
    expect(await predict({ data: [RECORDS[0], RECORDS[1]], model: null, version: null })).toEqual([label, other]);
    expect(await predict({ ...RECORDS[0], data: [RECORDS[1]] })).toEqual([label]); // a record with a field named data
    expect(await predict({ data: 'text' })).toHaveLength(1);
    expect(await predict({})).toHaveLength(1);
  });
});

test('versions count up, each stays available, the latest is served', async ({ start }) => {
  const service = await start();
  const { url } = service;
  await good(post(`${url}/fit`, { data: GROUPS, options: { k: 3 } }));
  const first = await predictions(service, GROUPS);
  expect(await good(post(`${url}/fit`, { data: GROUPS, options: { k: 1 } }))).toMatchObject({ version: 2 });
  expect(await predictions(service, GROUPS)).toEqual({ predictions: [0, 0, 0, 0, 0, 0], model: 'default', version: 2 });
  expect(await good(post(`${url}/predict`, { data: GROUPS, version: 1 }))).toEqual(first);
  await good(post(`${url}/fit`, { data: GROUPS, model: 'Shop' }));
  await good(post(`${url}/fit`, { data: GROUPS, model: 'shop' }));
  const models = [
    { model: 'Shop', versions: [1] },
    { model: 'default', versions: [1, 2] },
    { model: 'shop', versions: [1] },
  ];
  expect(ModelList.parse(await good(fetch(`${url}/models`)))).toEqual({ models });
  expect(Health.parse(await good(fetch(`${url}/health`)))).toEqual({ status: 'healthy' });
});

test('fits of one model at once get different versions, and none is lost', async ({ start }) => {
  const service = await start({ fitConcurrency: 2, fitQueue: 6 });
  const ks = [1, 2, 3, 4, 5, 6];
  const fits = await Promise.all(ks.map((k) => good(post(`${service.url}/fit`, { data: GROUPS, options: { k } }))));
  expect(fits.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  for (const [i, { version }] of fits.entries()) {
    const { predictions } = await good<{ predictions: number[] }>(post(`${service.url}/predict`, { data: GROUPS, version }));
    expect(new Set(predictions).size).toBe(ks[i]);
  }
});

test('a new service over the folder serves what the last one saved', async ({ start }) => {
  const first = await start();
  await good(post(`${first.url}/fit`, GROUPS));
  await good(post(`${first.url}/fit`, { data: GROUPS, options: { k: 2 } }));
  const before = await predictions(first, GROUPS);
  await first.close();
  const second = await start();
  expect(await predictions(second, GROUPS)).toEqual(before);
  expect(await good(post(`${second.url}/fit`, GROUPS))).toMatchObject({ version: 3 });
});

test('the labels are those of the library', async ({ start }) => {
  const { ElementsClustering } = await import('../../src/index.ts');
  const service = await start();
  const rows = noise(500, 4);
  const weights = rows.map((_, i) => 1 + (i % 5));
  await good(post(`${service.url}/fit`, { data: rows, weights, options: { k: 7, seed: 3 } }));
  const model = await new ElementsClustering({ k: 7, seed: 3 }).fit(rows, { weights });
  expect((await predictions(service, rows)).predictions).toEqual([...model.labels]);
  await bad(post(`${service.url}/fit`, { data: rows, weights: [1] }), 422, 'INVALID_INPUT');
  await bad(post(`${service.url}/fit`, { data: [[1]], weights: 'x' }), 422, 'INVALID_INPUT');
});

describe('odd JSON is harmless', () => {
  test('__proto__, duplicate keys, lone surrogates, depth', async ({ start }) => {
    const service = await start();
    const send = (path: string, body: string) =>
      fetch(service.url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const deep = '{"a":'.repeat(50_000) + '[['.repeat(25_000) + ']]'.repeat(25_000) + '}'.repeat(50_000);
    const records = [
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      '{"a":1,"a":2,"a":"3"}',
      '{"\\ud800":"\\udfff","😀":"\\u0000"}',
      '{}',
      deep,
    ];
    await good(send('/fit', `[${records.join()}]`));
    for (const record of records) expect((await good<{ predictions: [] }>(send('/predict', record))).predictions).toHaveLength(1);
    expect({}).not.toHaveProperty('polluted');
    expect((await good<{ predictions: [] }>(send('/predict', `[${records.join()}]`))).predictions).toHaveLength(5);
    const notAnEnvelope = '{"data":[],"__proto__":{"model":"x"}}';
    expect((await good<{ predictions: [] }>(send('/predict', notAnEnvelope))).predictions).toHaveLength(1);
    await bad(send('/fit', '{"data":[[1]],"__proto__":{"model":"x"}}'), 422, 'INVALID_OPTION');
  });
});
