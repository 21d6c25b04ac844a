import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import type { Problem } from '../../server/problems.ts';
import { ProblemDetails } from '../../server/schemas.ts';
import { createFileStore } from '../../src/adapters/file-store.ts';
import { bad, GROUPS, good, post, predictions, test } from './service.ts';

describe('a body that cannot be used is told why', () => {
  const rows = 'an array of numbers, as row 0 is';
  const cases: [title: string, path: '/fit' | '/predict', body: unknown, expected: Partial<Problem>][] = [
    ['a text in a row', '/fit', [[1, 2], [3, 'x']], { row: 1, field: '1', expected: 'a finite number', received: '"x"' }], // biome-ignore format: a table
    ['null in a row', '/predict', [[1, null]], { row: 0, field: '1', expected: 'a finite number', received: 'null' }],
    ['ragged rows', '/fit', [[1, 2], [3, 4], [5]], { row: 2, expected: '2 numbers, as in row 0', received: '1' }], // biome-ignore format: a table
    ['an empty row', '/fit', [[]], { row: 0, expected: 'at least one number' }],
    ['no rows', '/fit', [], { received: 'an empty array' }],
    ['no rows to predict', '/predict', [], { received: 'an empty array' }],
    ['a record among rows', '/fit', [[1], { a: 1 }], { row: 1, expected: rows, received: 'an object' }],
    ['a row among records', '/fit', [{ a: 1 }, [1]], { row: 1, expected: 'an object, as row 0 is', received: 'an array of 1' }],
    ['numbers instead of rows', '/predict', [1, 2], { row: 0, received: '1' }],
    ['a text', '/fit', 'rows', { received: '"rows"' }],
    ['null', '/predict', null, { received: 'null' }],
    ['an envelope without data', '/fit', {}, { field: 'data', received: 'undefined' }],
    ['data that is no array', '/fit', { data: { a: 1 } }, { field: 'data', received: 'an object' }],
    ['too many columns', '/predict', [[1, 2, 3]], { received: '3' }],
    ['a record for a model of numbers', '/predict', { a: 1 }, { row: 0, received: 'a record' }],
    ['another field', '/fit', { data: GROUPS, modle: 'x' }, { code: 'INVALID_OPTION', field: 'body.modle' }],
    ['an unknown option', '/fit', { data: GROUPS, options: { clusters: 3 } }, { code: 'INVALID_OPTION', field: 'options.clusters' }],
    ['an option of the runtime', '/fit', { data: GROUPS, options: { engine: 'x' } }, { code: 'INVALID_OPTION', field: 'options.engine' }],
    ['options of another type', '/fit', { data: GROUPS, options: [] }, { code: 'INVALID_OPTION', field: 'options' }],
    ['k out of range', '/fit', { data: GROUPS, options: { k: 0 } }, { code: 'INVALID_OPTION', field: 'k', received: '0' }],
    [
      'an option found out late',
      '/fit',
      { data: [{ a: 1 }], options: { features: 'x' } },
      { code: 'INVALID_OPTION', field: 'features.mode' },
    ],
    ['a path as a name', '/fit', { data: GROUPS, model: '../x' }, { code: 'INVALID_NAME', received: '"../x"' }],
    ['a version in the name', '/fit', { data: GROUPS, model: 'shop@3' }, { code: 'INVALID_NAME', received: '"shop@3"' }],
    ['a name that is no text', '/predict', { data: GROUPS, model: 3 }, { code: 'INVALID_NAME', received: '3' }],
    ['a version that is no number', '/predict', { data: GROUPS, version: '1' }, { code: 'INVALID_OPTION', field: 'version' }],
    ['version 0', '/predict', { data: GROUPS, version: 0 }, { code: 'INVALID_OPTION', field: 'version' }],
  ];

  test.for(cases)('%s', async ([, path, body, expected], { shared }) => {
    const found = await bad(post(shared.url + path, body), 422, expected.code ?? 'INVALID_INPUT');
    expect(found).toMatchObject(expected);
    ProblemDetails.parse(found);
    expect((await predictions(shared, GROUPS)).version).toBe(1);
  });
});

test('not JSON: 400, with the place', async ({ shared: { url } }) => {
  for (const path of ['/fit', '/predict', '/evaluate']) {
    const found = await bad(post(url + path, undefined, { body: '[[1, 2], [3,' }), 400, 'MALFORMED_JSON');
    expect(found.detail).toContain('JSON');
    await bad(post(url + path, undefined, { body: '' }), 400, 'MALFORMED_JSON');
    await bad(post(url + path, undefined, { body: new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d]) }), 400, 'MALFORMED_JSON');
  }
});

test('models and versions that are not there: 404 naming them', async ({ start }) => {
  const { url } = await start();
  expect((await bad(post(`${url}/predict`, GROUPS), 404, 'MODEL_NOT_FOUND')).detail).toContain('"default"');
  await good(post(`${url}/fit`, GROUPS));
  const model = await bad(post(`${url}/predict`, { data: GROUPS, model: 'shop' }), 404, 'MODEL_NOT_FOUND');
  expect(model).toMatchObject({ field: 'model', received: '"shop"' });
  const version = await bad(post(`${url}/predict`, { data: GROUPS, version: 7 }), 404, 'MODEL_NOT_FOUND');
  expect(version).toMatchObject({ field: 'version', received: '7' });
});

test('unknown places are 404, other methods 405 with those allowed', async ({ shared: { url } }) => {
  await bad(fetch(`${url}/`), 404, 'NOT_FOUND');
  await bad(post(`${url}/fits`, GROUPS), 404, 'NOT_FOUND');
  for (const [method, path, allowed] of [
    ['GET', '/fit', 'POST'],
    ['GET', '/evaluate', 'POST'],
    ['PUT', '/predict', 'POST'],
    ['DELETE', '/models', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
  ]) {
    const answer = await fetch(url + path, { method });
    expect(answer.headers.get('Allow')).toBe(allowed);
    await bad(answer, 405, 'METHOD_NOT_ALLOWED');
  }
  expect((await fetch(`${url}/health`, { method: 'HEAD' })).status).toBe(200);
});

describe('content types', () => {
  const send = (url: string, headers: Record<string, string>) =>
    fetch(`${url}/predict`, { method: 'POST', headers, body: new TextEncoder().encode('[[0, 0]]') });

  test('JSON, and what programs send that do not say: as JSON', async ({ shared: { url } }) => {
    const types = [
      'application/json; charset=utf-8',
      'application/vnd.api+json',
      'text/json',
      'text/plain',
      'application/x-www-form-urlencoded',
    ];
    for (const type of types) await good(send(url, { 'Content-Type': type }));
    await good(send(url, {}));
  });

  test('others are 415', async ({ shared: { url } }) => {
    for (const type of ['text/csv', 'application/xml', 'multipart/form-data; boundary=x', 'image/png', 'application/jsonp']) {
      expect((await bad(send(url, { 'Content-Type': type }), 415, 'UNSUPPORTED_MEDIA_TYPE')).received).toBe(type);
    }
  });

  test('a page must say that it sends JSON, so that browsers guard the service from other sites', async ({ shared: { url } }) => {
    const page = { Origin: 'https://example.org' };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      await bad(send(url, { ...page, 'Content-Type': type }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    }
    await bad(send(url, page), 415, 'UNSUPPORTED_MEDIA_TYPE');
    await good(send(url, { ...page, 'Content-Type': 'application/json' }));
  });
});

describe('bodies over the limit: 413', () => {
  const maxBodyBytes = 1000;

  test('one byte too long, in one piece or in chunks; the limit itself is fine', async ({ start }) => {
    const { url } = await start({ maxBodyBytes });
    await good(post(`${url}/fit`, [[1], [2]]));
    const padded = (length: number) => `[[1]${' '.repeat(length - 5)}]`;
    const inChunks = (text: string) => ({ body: new Blob([text]).stream(), duplex: 'half' }) as RequestInit;
    for (const path of ['/fit', '/predict', '/evaluate']) {
      await bad(post(url + path, undefined, { body: padded(1001) }), 413, 'BODY_TOO_LARGE');
      await bad(post(url + path, undefined, inChunks(padded(1001))), 413, 'BODY_TOO_LARGE');
      await good(post(url + path, undefined, { body: padded(1000) }));
      await good(post(url + path, undefined, inChunks(padded(1000))));
    }
  });

  test('is answered before the body ends', async ({ start }) => {
    const { url } = await start({ maxBodyBytes });
    const announced = request(`${url}/predict`, { method: 'POST', headers: { 'Content-Length': '1000000000000' } });
    expect(await statusWhileSending(announced, () => announced.flushHeaders())).toBe(413);
    const endless = request(`${url}/predict`, { method: 'POST' });
    const chunk = Buffer.alloc(600, '[');
    expect(
      await statusWhileSending(endless, () => {
        endless.write(chunk);
        endless.write(chunk);
      }),
    ).toBe(413);
    await good(fetch(`${url}/health`));
  });
});

test('what fails inside says nothing of the inside, and is logged', async ({ start, folder }) => {
  const dataDir = join(folder, 'models');
  const service = await start({ dataDir, logDatabase: join(folder, 'requests.sqlite') });
  await writeFile(dataDir, 'a file where the folder should be made');
  await bad(post(`${service.url}/fit`, GROUPS), 500, 'STORE_FAILED');
  expect(service.journal.messages.at(-1)).toMatch(/saving model default@1 failed/);
  await bad(post(`${service.url}/predict`, GROUPS), 404, 'MODEL_NOT_FOUND'); // what was not saved is not served
});

test('a damaged model is no model', async ({ start, folder }) => {
  const store = createFileStore(folder);
  await store.set('shop@1', new Uint8Array(100));
  const service = await start();
  await bad(post(`${service.url}/predict`, { data: GROUPS, model: 'shop' }), 500, 'CORRUPT_MODEL');
  await good(post(`${service.url}/fit`, { data: GROUPS, model: 'shop' }));
  expect(await good(post(`${service.url}/predict`, { data: GROUPS, model: 'shop' }))).toMatchObject({ version: 2 });
});

test('a request without a valid URL is a problem, too', async ({ shared: { url } }) => {
  for (const [path, Host] of [
    ['/', 'a b'],
    ['/', 'x/y'],
    ['/a\\b', 'localhost'],
  ]) {
    const asking = request(url, { path, headers: { Host } }).end();
    const [answer] = await once(asking, 'response');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
    expect(JSON.parse(await text(answer))).toMatchObject({ code: 'MALFORMED_REQUEST', status: 400 });
  }
});

/** The status that came while the request was still being sent. */
function statusWhileSending(sending: ReturnType<typeof request>, send: () => void): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    sending.on('response', (response) => {
      resolve(response.statusCode);
      response.resume();
      sending.destroy();
    });
    sending.on('error', reject);
    send();
  });
}
