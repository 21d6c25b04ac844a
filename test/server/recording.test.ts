import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import type { z } from 'zod';
import { RequestPage } from '../../server/request-log/schemas.ts';
import { bad, endlessFit, GROUPS, good, post, test } from './service.ts';

type Page = z.output<typeof RequestPage>;
type Logged = Page['requests'][number];

async function find(url: string, query: Record<string, string | number> = {}): Promise<Page> {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return RequestPage.parse(await good(fetch(`${url}/requests?${text}`)));
}

/** The record of an answer. */
async function recordOf(url: string, answer: Response): Promise<Logged> {
  const { requests } = await find(url, { id: answer.headers.get('X-Request-Id') as string });
  expect(requests).toHaveLength(1);
  return requests[0];
}

describe('every answer is recorded before it is given', () => {
  const groups = JSON.stringify(GROUPS);
  const json = { 'Content-Type': 'application/json' };
  const cases: [title: string, path: string, init: RequestInit, expected: object][] = [
    ['health', '/health', {}, { method: 'GET', route: '/health', status: 200, code: null, model: null, version: null }],
    ['HEAD', '/health', { method: 'HEAD' }, { method: 'HEAD', route: '/health', status: 200, response: { bytes: 0, body: null } }],
    ['the description', '/openapi.json', {}, { route: '/openapi.json', status: 200 }],
    ['models', '/models', {}, { route: '/models', status: 200, response: { body: expect.stringContaining('"default"'), json: true } }],
    [
      'a fit',
      '/fit',
      { method: 'POST', headers: json, body: `{"data":${groups},"model":"shop"}` },
      { route: '/fit', status: 200, model: 'shop', version: 1, request: { json: true, truncated: false }, response: { json: true } },
    ],
    [
      'a prediction',
      '/predict',
      { method: 'POST', headers: { ...json, 'User-Agent': 'me/1' }, body: groups },
      {
        ...{ method: 'POST', path: '/predict', route: '/predict', status: 200, model: 'default', version: 1 },
        ...{ contentType: 'application/json', userAgent: 'me/1' },
        request: { bytes: groups.length, body: groups, encoding: 'utf8', json: true, truncated: false },
      },
    ],
    [
      'wrong data',
      '/fit',
      { method: 'POST', headers: json, body: '[[1],["x"]]' },
      { status: 422, code: 'INVALID_INPUT', model: null, request: { body: '[[1],["x"]]', json: true } },
    ],
    [
      'a model that is not there',
      '/predict',
      { method: 'POST', headers: json, body: '{"data":[[1]],"model":"none","version":7}' },
      { status: 404, code: 'MODEL_NOT_FOUND', model: 'none', version: 7 },
    ],
    [
      'what is no JSON',
      '/predict',
      { method: 'POST', headers: json, body: '[[1,' },
      { status: 400, code: 'MALFORMED_JSON', request: { body: '[[1,', json: false, truncated: false } },
    ],
    [
      'what is no text',
      '/fit',
      { method: 'POST', headers: json, body: new Uint8Array([0x5b, 0xff, 0x00]) },
      { status: 400, code: 'MALFORMED_JSON', request: { bytes: 3, body: 'W/8A', encoding: 'base64', json: false } },
    ],
    [
      'another type',
      '/fit',
      { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: '1,2' },
      { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', contentType: 'text/csv', request: { bytes: 3, body: '1,2' } },
    ],
    [
      'another place',
      '/fits?x=%00%ff',
      { method: 'POST', headers: json, body: '[1]' },
      { status: 404, code: 'NOT_FOUND', route: null, path: '/fits?x=%00%ff', request: { body: '[1]', json: true } },
    ],
    ['another method', '/fit', { method: 'DELETE' }, { method: 'DELETE', status: 405, code: 'METHOD_NOT_ALLOWED', route: null }],
    ['no body', '/fit', { method: 'POST', headers: json }, { status: 400, request: { bytes: 0, body: null, truncated: false } }],
    ['a wrong query', '/requests?limit=x', {}, { route: '/requests', status: 422, code: 'INVALID_QUERY', path: '/requests?limit=x' }],
  ];

  test.for(cases)('%s', async ([, path, init, expected], { shared: { url } }) => {
    const before = Date.now();
    const answer = await fetch(url + path, init);
    const text = await answer.text();
    const after = Date.now();
    const found = await recordOf(url, answer);
    expect(found).toMatchObject(expected);
    expect(found.status).toBe(answer.status);
    if (init.method !== 'HEAD') expect(found.response).toMatchObject({ body: text, bytes: text.length, json: true, truncated: false });
    expect(Date.parse(found.time)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(found.time) + found.durationMs).toBeLessThanOrEqual(after + 1);
  });

  test('bodies that are too long, in one piece or in chunks', async ({ start }) => {
    const { url } = await start({ maxBodyBytes: 1000, logBodyBytes: 500 });
    const long = '['.repeat(2000);
    const whole = await post(`${url}/fit`, undefined, { body: long });
    expect(await recordOf(url, whole)).toMatchObject({ status: 413, request: { bytes: 2000, body: null, truncated: true } });
    const chunks = { body: new Blob([long]).stream(), duplex: 'half' } as RequestInit;
    const chunked = await post(`${url}/fit`, undefined, chunks);
    expect(await recordOf(url, chunked)).toMatchObject({ status: 413, request: { bytes: null, body: null, truncated: true } });
  });

  test('bodies longer than is kept', async ({ start }) => {
    const { url } = await start({ logBodyBytes: 10 });
    const answer = await post(`${url}/fit`, undefined, { body: '[{"a":"ä😀😀"}]' });
    const { request, response } = await recordOf(url, answer);
    expect(request).toEqual({ bytes: 20, body: '[{"a":"ä', encoding: 'utf8', json: false, truncated: true });
    expect(response).toMatchObject({ bytes: (await answer.text()).length, body: '{"message"', json: false, truncated: true });
    const short = await post(`${url}/predict`, undefined, { body: '[{"a":""}]' });
    expect((await recordOf(url, short)).request).toMatchObject({ body: '[{"a":""}]', json: true, truncated: false });
  });

  test('clients that leave, in the middle of their body or of a fit', async ({ start }) => {
    const service = await start();
    const { url } = service;
    const sending = request(`${url}/predict`, { method: 'POST', headers: { 'Content-Length': '100', 'Content-Type': 'application/json' } });
    sending.on('error', () => undefined);
    sending.write('[[1,');
    await sleep(50); // so that the service has begun to read; were it not, the test would find the same
    sending.destroy();
    const client = new AbortController();
    const fit = post(`${url}/fit`, endlessFit(), { signal: client.signal }).catch(() => undefined);
    await service.journal.until('fit started');
    client.abort();
    await fit;
    const left = { status: 499, code: 'ABORTED' };
    await expect.poll(async () => (await find(url, { status: 499 })).requests.length, { timeout: 20_000 }).toBe(2);
    const { requests } = await find(url, { status: 499 });
    expect(requests.find(({ route }) => route === '/fit')).toMatchObject({ ...left, model: 'default', request: { truncated: true } });
    expect(requests.find(({ route }) => route === '/predict')).toMatchObject({
      ...left,
      request: { bytes: 100, body: null, truncated: true },
    });
  });
});

test('ids: unique ones of the service, and those of clients where they are well formed', async ({ shared: { url } }) => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => fetch(`${url}/health`, { headers: { 'X-Request-Id': 'trace-1' } })));
  const ids = answers.map(({ headers }) => headers.get('X-Request-Id'));
  expect(new Set(ids).size).toBe(200);
  const { requests } = await find(url, { clientRequestId: 'trace-1', limit: 100 });
  expect(requests).toHaveLength(100);
  expect(ids).toEqual(expect.arrayContaining(requests.map(({ id }) => id)));
  for (const [sent, kept] of [
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ['a b', null],
    ['<script>', null],
    ['x'.repeat(129), null],
  ] as const) {
    expect((await recordOf(url, await fetch(`${url}/health`, { headers: { 'X-Request-Id': sent } }))).clientRequestId).toBe(kept);
  }
});

test('answers of every kind carry an id, also those that are not recorded', async ({ shared: { url } }) => {
  for (const path of ['/docs', '/docs/', '/docs/swagger-ui.css', '/docs/nothing', '/']) {
    const answer = await fetch(url + path);
    expect(answer.headers.get('X-Request-Id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const { requests } = await find(url, { id: answer.headers.get('X-Request-Id') as string });
    expect(requests).toHaveLength(answer.status === 200 ? 0 : 1);
  }
});

test('no header is kept but the two that are shown', async ({ start, folder }) => {
  const { url } = await start();
  const headers = { Authorization: 'Bearer s3cret', Cookie: 'session=s3cret', 'X-Api-Key': 's3cret', 'Content-Type': 'application/json' };
  await post(`${url}/fit`, GROUPS, { headers });
  const files = (await readdir(folder)).filter((name) => name.startsWith('requests.sqlite'));
  const bytes = Buffer.concat(await Promise.all(files.map((name) => readFile(join(folder, name)))));
  expect(bytes.includes('Model trained and saved')).toBe(true);
  expect(bytes.includes('s3cret')).toBe(false);
});

describe('GET /requests', () => {
  test('pages, newest first, undisturbed by what comes in between', async ({ start }) => {
    const { url } = await start();
    const ids: string[] = [];
    for (let i = 0; i < 25; i++) ids.unshift((await fetch(`${url}/models`)).headers.get('X-Request-Id') as string);
    const found: string[] = [];
    const sizes: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await find(url, { limit: 10, route: '/models', ...(cursor && { cursor }) });
      found.push(...page.requests.map(({ id }) => id));
      sizes.push(page.requests.length);
      cursor = page.nextCursor;
      await good(fetch(`${url}/models`));
    }
    expect(found).toEqual(ids);
    expect(sizes).toEqual([10, 10, 5]);
    expect((await find(url, { limit: 28, route: '/models' })).nextCursor).toBeNull(); // exactly all of them: no empty page follows
  });

  test('where much is kept of bodies, a page with them holds fewer requests', async ({ start }) => {
    const { url } = await start({ logBodyBytes: 2 ** 20 });
    for (let i = 0; i < 20; i++) await good(fetch(`${url}/models`));
    const first = await find(url, { limit: 20, route: '/models' });
    const second = await find(url, { limit: 20, route: '/models', cursor: first.nextCursor as string });
    expect([first.requests.length, second.requests.length, second.nextCursor]).toEqual([16, 4, null]);
    expect((await find(url, { limit: 20, route: '/models', bodies: 'false' })).requests).toHaveLength(20);
  });

  test('filters', async ({ start }) => {
    const { url } = await start();
    const earliest = new Date();
    for (const model of ['a', 'b', 'b']) await good(post(`${url}/fit`, { data: GROUPS, model }));
    await post(`${url}/predict`, { data: GROUPS, model: 'b', version: 1 });
    await post(`${url}/predict`, { data: GROUPS, model: 'c' });
    await post(`${url}/predict`, 7);
    await sleep(2);
    const latest = new Date();
    const statuses = async (query: Record<string, string | number>) => (await find(url, query)).requests.map(({ status }) => status);
    expect(await statuses({ route: '/predict' })).toEqual([422, 404, 200]);
    expect(await statuses({ model: 'b' })).toEqual([200, 200, 200]);
    expect(await statuses({ model: 'b', version: 1 })).toEqual([200, 200]);
    expect(await statuses({ status: '4xx', route: '/predict' })).toEqual([422, 404]);
    expect(await statuses({ status: 404 })).toEqual([404]);
    expect(await statuses({ from: earliest.toISOString(), to: latest.toISOString(), limit: 100, route: '/fit' })).toEqual([200, 200, 200]);
    expect(await statuses({ from: latest.toISOString().replace('Z', '+00:00'), route: '/fit' })).toEqual([]);
    expect(await statuses({ to: '2026-01-01' })).toEqual([]);
    expect(await statuses({ from: '2026-01-01', model: 'c' })).toEqual([404]);
    const [plain] = (await find(url, { status: 404, bodies: 'false' })).requests;
    expect(plain.request).not.toHaveProperty('body');
    const [id] = (await find(url, { status: 404 })).requests.map((one) => one.id);
    expect(await statuses({ id: id.toUpperCase() })).toEqual([404]);
  });

  const wrong: [query: string, field: string][] = [
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=3&limit=4', 'limit'],
    ['modle=x', 'modle'],
    ['id=x', 'id'],
    ['cursor=', 'cursor'],
    ['from=yesterday', 'from'],
    ['from=2026-02-30', 'from'],
    ['to=2026-01-01T00:00:00', 'to'],
    ['status=99', 'status'],
    ['status=4x', 'status'],
    ['version=0', 'version'],
    ['version=99999999999999999', 'version'],
    ['model=a%00', 'model'],
    ['route=predict', 'route'],
    ['route=/%00', 'route'],
    ['clientRequestId=a%20b', 'clientRequestId'],
    ['bodies=yes', 'bodies'],
  ];
  test.for(wrong)('?%s is refused', async ([query, field], { shared: { url } }) => {
    const found = await bad(fetch(`${url}/requests?${query}`), 422, 'INVALID_QUERY');
    expect(found).toMatchObject({ field, expected: expect.any(String), received: expect.any(String) });
    expect(found.detail).not.toMatch(/Invalid input/);
  });
});

test('without a log there is no such route, and all else is the same', async ({ start, folder }) => {
  const service = await start({ logDatabase: 'none' });
  expect(service.logDatabase).toBeUndefined();
  await good(post(`${service.url}/fit`, GROUPS));
  await bad(fetch(`${service.url}/requests`), 404, 'NOT_FOUND');
  const { paths } = await good<{ paths: object }>(fetch(`${service.url}/openapi.json`));
  expect(Object.keys(paths)).not.toContain('/requests');
  expect(await readdir(folder)).toEqual(['default@1.ecm']);
});
