import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { LoggedRequest, RecordedBody, RequestEntry, RequestFilter } from '../../server/request-log/entry.ts';
import { openRequestLog, type RequestLogOptions } from '../../server/request-log/open.ts';
import { newRequestId, timeOfRequestId } from '../../server/request-log/request-id.ts';
import type { RequestLog } from '../../server/request-log/request-log.ts';
import { type LogTarget, readLogTarget } from '../../server/request-log/target.ts';
import { forEachDatabase } from './databases.ts';
import { createJournal } from './service.ts';

const EVERYTHING: RequestFilter = { limit: 10_000, bodies: true };
const NOTHING: RecordedBody = { bytes: 0, kept: null, truncated: false };

function body(content: string | Uint8Array, truncated = false): RecordedBody {
  const kept = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { bytes: truncated ? kept.length + 1000 : kept.length, kept, truncated };
}

function entry(fields: Partial<RequestEntry> = {}): RequestEntry {
  return {
    id: newRequestId(Date.now()),
    clientRequestId: null,
    method: 'POST',
    path: '/predict',
    route: '/predict',
    model: 'shop',
    version: 3,
    status: 200,
    code: null,
    durationMicros: 1234,
    contentType: 'application/json',
    userAgent: 'test/1',
    request: body('[[1,2]]'),
    response: body('{"predictions":[0]}'),
    ...fields,
  };
}

/** The bytes that a logged body stands for. */
function bytesOf({ body: text, encoding }: LoggedRequest['request']): Buffer | null {
  return text === null || text === undefined ? null : Buffer.from(text, encoding);
}

forEachDatabase(({ kind, create, lock, query }) => {
  async function open(database: string, options?: RequestLogOptions): Promise<RequestLog> {
    const log = await openRequestLog(readLogTarget(database) as LogTarget, options);
    onTestFinished(() => log.close());
    return log;
  }
  const openNew = async (options?: RequestLogOptions) => open(await create(), options);

  test('what was appended is found as it was, also by another log over the same database', async () => {
    const database = await create();
    const first = await open(database);
    const given = entry({ clientRequestId: 'abc', path: '/predict?x=%00', code: 'X', status: 422, version: Number.MAX_SAFE_INTEGER });
    const bare = entry({ route: null, model: null, version: null, contentType: null, userAgent: null, request: NOTHING });
    const unread = entry({ request: { bytes: null, kept: null, truncated: true } });
    for (const one of [given, bare, unread]) await first.append(one);
    const second = await open(database);
    const { durationMicros, request, response, ...same } = given;
    expect(await second.find({ ...EVERYTHING, id: given.id })).toEqual([
      {
        ...same,
        time: new Date(timeOfRequestId(given.id)).toISOString(),
        durationMs: 1.234,
        request: { bytes: 7, body: '[[1,2]]', encoding: 'utf8', json: true, truncated: false },
        response: { bytes: 19, body: '{"predictions":[0]}', encoding: 'utf8', json: true, truncated: false },
      },
    ]);
    const [found] = await second.find({ ...EVERYTHING, id: bare.id });
    expect(found).toMatchObject({ route: null, model: null, version: null, contentType: null, userAgent: null });
    expect(found.request).toEqual({ bytes: 0, body: null, encoding: 'utf8', json: false, truncated: false });
    const [third] = await second.find({ ...EVERYTHING, id: unread.id });
    expect(third.request).toEqual({ bytes: null, body: null, encoding: 'utf8', json: false, truncated: true });
    const [plain] = await second.find({ ...EVERYTHING, id: given.id, bodies: false });
    expect(plain.request).toEqual({ bytes: 7, encoding: 'utf8', json: true, truncated: false });
  });

  test('any bytes come back as they were; a text cut within a character loses that one only', async () => {
    const log = await openNew();
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc.json({ noUnicodeString: false }).map((text) => new TextEncoder().encode(text)),
      fc.constantFrom('\0', '"\\u0000"', '\ufeff[1]', "'; --", '{"a":1,"a":2}', ' ', '').map((text) => new TextEncoder().encode(text)),
      fc.constant(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])), // a lone surrogate
    );
    const whole = fc.asyncProperty(bytes, bytes, async (sent, answered) => {
      const given = entry({ request: body(sent), response: body(answered) });
      await log.append(given);
      const [found] = await log.find({ ...EVERYTHING, id: given.id });
      expect(bytesOf(found.request)).toEqual(Buffer.from(sent));
      expect(bytesOf(found.response)).toEqual(Buffer.from(answered));
      expect(found.request.json).toBe(isJsonInUtf8(sent));
    });
    await fc.assert(whole, { numRuns: 200, seed: 1 });
    const cut = fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), async (text, length) => {
      const all = new TextEncoder().encode(text);
      const kept = all.slice(0, length % all.length);
      const given = entry({ request: body(kept, true) });
      await log.append(given);
      const [{ request }] = await log.find({ ...EVERYTHING, id: given.id });
      expect(request).toMatchObject({ encoding: 'utf8', json: false, truncated: true, bytes: kept.length + 1000 });
      expect(text.startsWith(request.body as string)).toBe(true);
      expect(kept.length - Buffer.byteLength(request.body as string)).toBeLessThan(4);
    });
    await fc.assert(cut, { numRuns: 100, seed: 1 });
  });

  test('filters: those and only those that fulfil all of it, newest first', async () => {
    const log = await openNew();
    const start = Date.UTC(2026, 0, 1);
    const fields = fc.record({
      time: fc.integer({ min: start, max: start + 3 }),
      clientRequestId: fc.constantFrom('a', 'b', null),
      route: fc.constantFrom('/fit', '/predict', null),
      model: fc.constantFrom('shop', 'Shop', null),
      version: fc.constantFrom(1, 2, null),
      status: fc.constantFrom(200, 404, 422, 503),
    });
    const given = fc.sample(fields, { numRuns: 200, seed: 1 }).map(({ time, ...rest }) => entry({ id: newRequestId(time), ...rest }));
    await Promise.all(given.map((one) => log.append(one)));
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });
    const filter = fc.record({
      id: fc.option(fc.constantFrom(...given.slice(0, 3).map(({ id }) => id)), { nil: undefined, freq: 9 }),
      clientRequestId: some(fc.constantFrom('a', 'c')),
      from: some(fc.integer({ min: start - 1, max: start + 4 })),
      to: some(fc.integer({ min: start - 1, max: start + 4 })),
      route: some(fc.constantFrom('/fit', '/nowhere')),
      model: some(fc.constantFrom('shop', 'sho')),
      version: some(fc.constantFrom(1, 3)),
      status: some(fc.constantFrom([200, 200] as const, [400, 499] as const, [100, 199] as const)),
      before: some(fc.constantFrom(...given.map(({ id }) => id))),
      limit: fc.integer({ min: 1, max: 300 }),
      bodies: fc.boolean(),
    });
    const property = fc.asyncProperty(filter, async (wanted) => {
      const expected = given.filter((one) => fulfils(one, wanted)).map(({ id }) => id);
      const found = (await log.find(wanted)).map(({ id }) => id);
      expect(found).toEqual(expected.toSorted().toReversed().slice(0, wanted.limit));
    });
    await fc.assert(property, { numRuns: 300, seed: 1 });
  });

  test('thousands at once: each is there once', async () => {
    const log = await openNew();
    const given = Array.from({ length: 2000 }, () => entry());
    await Promise.all(given.map((one) => log.append(one)));
    expect((await log.find(EVERYTHING)).map(({ id }) => id)).toEqual(
      given
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
  });

  test('several processes may open a new database at once, and write to it side by side', async () => {
    const script = join(import.meta.dirname, 'append-process.ts');
    for (let round = 0; round < 3; round++) {
      const database = await create();
      const processes = Array.from({ length: 4 }, () =>
        spawn(process.execPath, [script, database, '50'], { stdio: ['ignore', 'ignore', 'inherit'] }),
      );
      expect(await Promise.all(processes.map((one) => once(one, 'exit')))).toEqual([[0, null], [0, null], [0, null], [0, null]]); // biome-ignore format: a list
      expect(await (await open(database)).find(EVERYTHING)).toHaveLength(200);
    }
  });

  test('where nobody can write: refused in time, told once, and all is well afterwards', async () => {
    const database = await create();
    const { log: heard, messages } = createJournal();
    const log = await open(database, { patience: 200, log: heard });
    const before = entry();
    await log.append(before);
    const unlock = await lock(database);
    const refused = expect.objectContaining({ problem: expect.objectContaining({ code: 'LOG_UNAVAILABLE', status: 503 }) });
    const first = log.append(entry());
    const second = log.append(entry());
    await expect(first).rejects.toEqual(refused);
    await expect(second).rejects.toEqual(refused);
    await expect(log.append(entry())).rejects.toEqual(refused);
    await expect(log.check()).rejects.toEqual(refused);
    expect((await log.find({ ...EVERYTHING, id: before.id })).length).toBe(1); // reading goes on
    expect(messages).toEqual(['requests cannot be recorded']);
    await unlock();
    await expect.poll(() => log.check().then(() => 'well', () => 'ill'), { timeout: 20_000 }).toBe('well'); // biome-ignore format: short
    const after = entry();
    await log.append(after);
    expect(await log.find({ ...EVERYTHING, id: after.id })).toHaveLength(1);
    expect(messages).toEqual(['requests cannot be recorded', 'requests are recorded again']);
  });

  test('a slow database: no more waits than is allowed, be it many entries or much in them', async () => {
    const database = await create();
    const log = await open(database, { entries: 5, bytes: 10_000, batch: 5 });
    const append = async (one: RequestEntry) => log.append(one).then(() => 'kept', () => 'refused'); // biome-ignore format: short
    const unlock = await lock(database);
    const announced = entry({ request: { bytes: 1e12, kept: null, truncated: true } }); // and never read: it holds no memory
    const writing = append(announced);
    const small = Array.from({ length: 8 }, () => append(entry()));
    expect(await Promise.all(small.slice(5))).toEqual(['refused', 'refused', 'refused']);
    const large = { bytes: 50_000, kept: new Uint8Array(10), truncated: true };
    expect(await append(entry({ request: large }))).toBe('refused');
    await unlock();
    expect(await Promise.all([writing, ...small.slice(0, 5)])).toEqual(Array(6).fill('kept'));
    expect(await append(entry({ request: large }))).toBe('kept'); // where none waits one may be as large as it is
    expect(await log.find(EVERYTHING)).toHaveLength(7);
  });

  test('closing writes what was appended, and then takes no more', async () => {
    const database = await create();
    const log = await open(database);
    const given = Array.from({ length: 50 }, () => entry());
    const appending = Promise.all(given.map((one) => log.append(one)));
    await log.close();
    await appending;
    await expect(log.append(entry())).rejects.toMatchObject({ problem: { code: 'LOG_UNAVAILABLE' } });
    await expect(log.find(EVERYTHING)).rejects.toMatchObject({ problem: { code: 'LOG_UNAVAILABLE' } });
    expect(await (await open(database)).find(EVERYTHING)).toHaveLength(50);
  });

  test('what is older than the days it is kept is deleted, and nothing else', async () => {
    const database = await create();
    const ago = (hours: number) => entry({ id: newRequestId(Date.now() - hours * 3_600_000) });
    const old = Array.from({ length: 450 }, (_, i) => ago(49 + i));
    const young = [ago(0), ago(1), ago(47)];
    const log = await open(database);
    await Promise.all([...old, ...young].map((one) => log.append(one)));
    expect(await log.find(EVERYTHING)).toHaveLength(453);
    const cleaning = await open(database, { days: 2 });
    await expect.poll(async () => (await cleaning.find(EVERYTHING)).length, { timeout: 20_000 }).toBe(3);
    expect((await log.find(EVERYTHING)).map(({ id }) => id)).toEqual(young.map(({ id }) => id));
  });

  test('tables of a newer version of the service are left alone', async () => {
    const database = await create();
    await (await open(database)).append(entry());
    await query(database, `insert into request_log_migration values ('999-later', '2030-01-01T00:00:00.000Z')`);
    await expect(open(database)).rejects.toThrow(/^the log of requests in .* cannot be opened: .*999-later/);
  });

  test('a database that is none, or not there', async () => {
    const wrong = kind === 'sqlite' ? import.meta.dirname : (await create()).replace(/test_\d+/, 'nowhere');
    await expect(openRequestLog(readLogTarget(wrong) as LogTarget)).rejects.toThrow(/^the log of requests in .* cannot be opened: .+/);
  });
});

function isJsonInUtf8(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

function fulfils(one: RequestEntry, { id, clientRequestId, from, to, route, model, version, status, before }: RequestFilter): boolean {
  const time = timeOfRequestId(one.id);
  return (
    (id === undefined || one.id === id) &&
    (clientRequestId === undefined || one.clientRequestId === clientRequestId) &&
    (from === undefined || time >= from) &&
    (to === undefined || time < to) &&
    (route === undefined || one.route === route) &&
    (model === undefined || one.model === model) &&
    (version === undefined || one.version === version) &&
    (status === undefined || (one.status >= status[0] && one.status <= status[1])) &&
    (before === undefined || one.id < before)
  );
}
