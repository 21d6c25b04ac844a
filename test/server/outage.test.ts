import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import pg from 'pg';
import { describe, expect } from 'vitest';
import { forEachDatabase, postgresTests } from './databases.ts';
import { bad, GROUPS, good, post, predictions, type TestService, test } from './service.ts';

/** What clients are told while requests cannot be recorded, once that is known. */
async function expectOutage({ url }: TestService): Promise<void> {
  await expectRefusal(post(`${url}/predict`, GROUPS));
  await Promise.all([
    expectRefusal(fetch(`${url}/health`)),
    expectRefusal(fetch(`${url}/models`)),
    expectRefusal(post(`${url}/predict`, 7)),
  ]);
  expect((await fetch(`${url}/docs`)).status).toBe(200);
  expect((await fetch(`${url}/docs/start.js`)).status).toBe(200);
}

async function expectRefusal(asking: Promise<Response>): Promise<void> {
  const answer = await asking;
  expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/);
  expect(answer.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  await bad(answer, 503, 'LOG_UNAVAILABLE');
}

/** All is as before the outage, and everything answered since is on record. */
async function expectRecovery(service: TestService, before: unknown): Promise<void> {
  const { url } = service;
  await expect.poll(async () => (await fetch(`${url}/health`)).status, { timeout: 20_000 }).toBe(200);
  const answer = await post(`${url}/predict`, GROUPS);
  expect(await good(answer)).toEqual(before); // of version 1 still: fits that were refused left nothing
  const { requests } = await good<{ requests: object[] }>(fetch(`${url}/requests?id=${answer.headers.get('X-Request-Id')}`));
  expect(requests).toHaveLength(1);
  expect(await good(post(`${url}/fit`, GROUPS))).toMatchObject({ version: 2 });
}

forEachDatabase(({ create, lock }) => {
  test('another process locks the log: 503, also of /health; no fit begins; all is well when it lets go', async ({ start }) => {
    const logDatabase = await create();
    const service = await start({ logDatabase });
    await good(post(`${service.url}/fit`, GROUPS));
    const before = await predictions(service, GROUPS);
    const unlock = await lock(logDatabase);
    await expectOutage(service);
    await expectRefusal(post(`${service.url}/fit`, GROUPS));
    expect(service.journal.messages).toEqual(['fit started', 'model saved', 'requests cannot be recorded']);
    await unlock();
    await expectRecovery(service, before);
    expect(service.journal.messages).toContain('requests are recorded again');
  });

  test('shutting down writes the answers under way', async ({ run }) => {
    const logDatabase = await create();
    const service = await run('--log-database', logDatabase);
    await good(post(`${service.url}/fit`, GROUPS));
    const unlock = await lock(logDatabase);
    const asked = Array.from({ length: 20 }, () => ask(service));
    await Promise.all(asked.map(({ begun }) => begun));
    process.kill(service.pid, 'SIGTERM');
    await service.journal.until('stopping');
    await unlock();
    const ids = await Promise.all(asked.map(({ id }) => id));
    expect(await service.exit).toEqual([0, null]);
    const next = await run('--log-database', logDatabase);
    for (const id of ids) {
      expect(await good(fetch(`${next.url}/requests?id=${id}`))).toMatchObject({ requests: [{ status: 200, route: '/predict' }] });
    }
  });
});

postgresTests('postgres that crashes', (server) => {
  test('503 while it is gone; all is well when it is back; clients are never told why', async ({ start }) => {
    const service = await start({ logDatabase: await server().createDatabase() });
    await good(post(`${service.url}/fit`, GROUPS));
    const before = await predictions(service, GROUPS);
    for (let round = 0; round < 2; round++) {
      server().crash();
      await expectOutage(service);
      await expectRefusal(post(`${service.url}/fit`, GROUPS));
      await bad(fetch(`${service.url}/requests`), 503, 'LOG_UNAVAILABLE');
      server().start();
      await expect.poll(async () => (await fetch(`${service.url}/health`)).status, { timeout: 20_000 }).toBe(200);
    }
    await expectRecovery(service, before);
  });
});

postgresTests('postgres that is set up to be quick, not safe', (server) => {
  test('forgets nothing that was answered when it crashes', async ({ start }) => {
    const logDatabase = await server().createDatabase();
    const client = new pg.Client(logDatabase);
    await client.connect();
    await client.query(`alter database ${client.database} set synchronous_commit = off`);
    await client.end();
    const { url } = await start({ logDatabase });
    for (let round = 0; round < 4; round++) {
      const ids: (string | null)[] = [];
      for (let i = 0; i < 20; i++) ids.push((await fetch(`${url}/models`)).headers.get('X-Request-Id'));
      server().crash();
      server().start();
      await expect.poll(async () => (await fetch(`${url}/health`)).status, { timeout: 20_000 }).toBe(200);
      const { requests } = await good<{ requests: { id: string }[] }>(fetch(`${url}/requests?route=/models&limit=20`));
      expect(requests.map(({ id }) => id)).toEqual(ids.toReversed());
    }
  });
});

postgresTests('postgres in another encoding', (server) => {
  test('is refused at the start: it could not hold every text', async ({ start }) => {
    const url = await server().createDatabase();
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`create database latin encoding 'LATIN1' locale 'C' template template0`);
    await client.end();
    const latin = url.replace(client.database as string, 'latin');
    await expect(start({ logDatabase: latin })).rejects.toThrow(/cannot be opened: its encoding is LATIN1, not UTF8$/);
  });
});

describe('sqlite on a full disk', () => {
  test('503 while nothing can be written; all is well when there is room', async ({ run }) => {
    const service = await run();
    await good(post(`${service.url}/fit`, GROUPS));
    const before = await predictions(service, GROUPS);
    await limitFiles(service.pid, '100000');
    let answer = await post(`${service.url}/predict`, GROUPS);
    for (let i = 0; i < 200 && answer.ok; i++) answer = await post(`${service.url}/predict`, GROUPS); // until the files are as long as they may be
    await bad(answer, 503, 'LOG_UNAVAILABLE');
    await expectOutage(service);
    await limitFiles(service.pid, 'unlimited');
    await expectRecovery(service, before);
  });
});

/** Asks for predictions; `begun` resolves when the service knows of it, `id` when there is the answer. */
function ask({ url }: TestService): { begun: Promise<unknown>; id: Promise<unknown> } {
  const asking = request(`${url}/predict`, { method: 'POST', headers: { 'Content-Type': 'application/json', Expect: '100-continue' } });
  const begun = once(asking, 'continue').then(() => asking.end(JSON.stringify(GROUPS)));
  const id = once(asking, 'response').then(([answer]) => answer.resume().headers['x-request-id']);
  asking.flushHeaders();
  return { begun, id };
}

/** Lets a process write no file any longer than this. */
async function limitFiles(pid: number, bytes: string): Promise<void> {
  const limiting = spawn('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], { stdio: 'inherit' });
  expect(await new Promise((resolve) => limiting.on('exit', resolve))).toBe(0);
}
