import { readdir } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { EvaluateRequest, EvaluateResponse } from '../../server/evaluation-schemas.ts';
import { createFileStore } from '../../src/adapters/file-store.ts';
import { ElementsClustering, type EvaluationOptions, type Input } from '../../src/index.ts';
import { bad, endlessFit, GROUPS, good, noise, post, predictions, test } from './service.ts';

const LINKS = Array.from({ length: 12 }, (_, i) => (i % 3 ? { type: 'a', href: `/page/${i}` } : { type: 'button', class: 'btn' }));

test('the scores are those of the library, and nothing is changed', async ({ start, folder }) => {
  const { url } = await start();
  for (const [model, rows] of [
    ['rows', noise(300, 3)],
    ['links', LINKS],
  ] as const) {
    await good(post(`${url}/fit`, { data: rows, options: { k: 2 }, model }));
    const library = ElementsClustering.fromBytes((await createFileStore(folder).get(`${model}@1`)) as Uint8Array);
    const own: EvaluationOptions[] = [
      {},
      { weights: rows.map((_, i) => i % 3), truth: rows.map((_, i) => (i % 2 ? 'odd' : i)), perRecord: true, contingency: true },
      { sampleSize: 50, seed: 7, ...(rows === LINKS && { reference: LINKS.slice(0, 6) }) },
    ];
    for (const { truth, weights, reference, ...options } of own) {
      const body = { data: rows, model, truth, weights, reference, options };
      EvaluateRequest.parse(JSON.parse(JSON.stringify(body)));
      const answer = EvaluateResponse.parse(await good(post(`${url}/evaluate`, body)));
      const scores = await library.evaluate(rows as Input, { truth, weights, reference, ...options });
      expect(answer).toEqual(JSON.parse(JSON.stringify({ model, version: 1, ...scores })));
    }
  }
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ecm'));
  expect(files).toHaveLength(2);
});

test('bare rows, and any version', async ({ start }) => {
  const { url } = await start();
  for (const k of [3, 2]) await good(post(`${url}/fit`, { data: GROUPS, options: { k } }));
  expect(await good(post(`${url}/evaluate`, GROUPS))).toMatchObject({ model: 'default', version: 2, rows: 6, clusters: 2 });
  const first = EvaluateResponse.parse(await good(post(`${url}/evaluate`, { data: GROUPS, version: 1, model: null, truth: null })));
  expect(first).toMatchObject({ version: 1, clusters: 3 });
  expect(Object.keys(first)).not.toContain('external');
  expect(first.perCluster.map(({ size }) => size)).toEqual([2, 2, 2]);
});

describe('a body that cannot be used is told why', () => {
  const cases: [title: string, body: object, expected: object][] = [
    ['no rows', { data: [] }, { code: 'INVALID_INPUT' }],
    ['too many columns', { data: [[1, 2, 3]] }, { code: 'INVALID_INPUT', received: '3' }],
    ['records for a model of numbers', { data: [{ a: 1 }] }, { code: 'INVALID_INPUT', received: 'a record' }],
    ['a truth that is no array', { data: GROUPS, truth: 'abcdef' }, { code: 'INVALID_INPUT', field: 'truth', received: '"abcdef"' }],
    ['a short truth', { data: GROUPS, truth: [1] }, { code: 'INVALID_INPUT', field: 'truth', received: '1' }],
    ['null as a truth', { data: [[1, 2]], truth: [null] }, { code: 'INVALID_INPUT', row: 0, field: 'truth' }],
    ['a missing weight', { data: GROUPS, weights: [1, 2] }, { code: 'INVALID_INPUT', expected: '6', received: '2' }],
    ['a weight below 0', { data: [[1, 2]], weights: [-1] }, { code: 'INVALID_INPUT', row: 0, received: '-1' }],
    ['a reference for numbers', { data: GROUPS, reference: [{ a: 1 }] }, { code: 'INVALID_OPTION', field: 'reference' }],
    ['an unknown option', { data: GROUPS, options: { k: 3 } }, { code: 'INVALID_OPTION', field: 'options.k' }],
    ['an option that is no flag', { data: GROUPS, options: { perRecord: 1 } }, { code: 'INVALID_OPTION', field: 'perRecord' }],
    ['a table without a truth', { data: GROUPS, options: { contingency: true } }, { code: 'INVALID_OPTION', field: 'contingency' }],
    ['an empty sample', { data: GROUPS, options: { sampleSize: 0 } }, { code: 'INVALID_OPTION', field: 'sampleSize' }],
    ['another field', { data: GROUPS, labels: [] }, { code: 'INVALID_OPTION', field: 'body.labels' }],
    ['a version that is no number', { data: GROUPS, version: 'x' }, { code: 'INVALID_OPTION', field: 'version' }],
    ['a path as a name', { data: GROUPS, model: '../x' }, { code: 'INVALID_NAME' }],
  ];

  test.for(cases)('%s', async ([, body, expected], { shared }) => {
    const found = await bad(post(`${shared.url}/evaluate`, body), 422, (expected as { code: 'INVALID_INPUT' }).code);
    expect(found).toMatchObject(expected);
  });
});

test('a model or version that is not there is 404 at once, while a fit runs, and takes no place', async ({ start }) => {
  const service = await start({ fitQueue: 1 });
  const { url } = service;
  await good(post(`${url}/fit`, GROUPS));
  const client = new AbortController();
  const fit = post(`${url}/fit`, endlessFit(), { signal: client.signal }).catch(() => undefined);
  await service.journal.until('fit started', 2);
  for (const [asked, field] of [
    [{ model: 'shop' }, 'model'],
    [{ version: 9 }, 'version'],
  ] as const) {
    expect(await bad(post(`${url}/evaluate`, { data: GROUPS, ...asked }), 404, 'MODEL_NOT_FOUND')).toMatchObject({ field });
  }
  const waiting = post(`${url}/evaluate`, GROUPS);
  client.abort();
  await fit;
  expect(await good(waiting)).toMatchObject({ version: 1, rows: 6 });
});

test('/predict answers while an evaluation runs; a client that leaves stops it', async ({ run }) => {
  const service = await run();
  const rows = noise(6000, 24);
  await good(post(`${service.url}/fit`, { data: GROUPS, options: { k: 3 } }));
  await good(post(`${service.url}/fit`, { data: rows, options: { k: 50, maxIterations: 2 }, model: 'noise' }));
  const before = await predictions(service, GROUPS);
  const client = new AbortController();
  const body = { data: rows, model: 'noise', options: { sampleSize: 6000 } };
  const left = expect(post(`${service.url}/evaluate`, body, { signal: client.signal })).rejects.toThrow('aborted');
  await service.journal.until('evaluation started');
  for (let i = 0; i < 10; i++) expect(await predictions(service, GROUPS)).toEqual(before);
  client.abort();
  await left;
  expect(await good(post(`${service.url}/evaluate`, GROUPS))).toMatchObject({ rows: 6 });
});

test('a damaged model is no model; the service goes on', async ({ start, folder }) => {
  await createFileStore(folder).set('shop@1', new Uint8Array(100));
  const { url, journal } = await start();
  await bad(post(`${url}/evaluate`, { data: GROUPS, model: 'shop' }), 500, 'CORRUPT_MODEL');
  expect(journal.messages.at(-1)).toContain('failed');
  await good(post(`${url}/fit`, GROUPS));
  expect(await good(post(`${url}/evaluate`, GROUPS))).toMatchObject({ version: 1 });
});

test('the log of requests names model and version', async ({ start }) => {
  const { url } = await start();
  await good(post(`${url}/fit`, { data: GROUPS, model: 'shop' }));
  await good(post(`${url}/evaluate`, { data: GROUPS, model: 'shop' }));
  await bad(post(`${url}/evaluate`, { data: GROUPS, model: 'shop', version: 4 }), 404, 'MODEL_NOT_FOUND');
  const { requests } = await good<{ requests: object[] }>(fetch(`${url}/requests?route=/evaluate`));
  expect(requests).toMatchObject([
    { model: 'shop', version: 4, status: 404 },
    { model: 'shop', version: 1, status: 200 },
  ]);
});
