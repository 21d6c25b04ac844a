import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { forEachDatabase } from './databases.ts';
import { GROUPS, good, post, type TestProcess, test } from './service.ts';

const ROUNDS = 5;
const CLIENTS = 16;

/** Asks until the service is gone: when the first answer has come, and the ids of all that came. */
function askUntilGone({ url }: TestProcess): { first: Promise<void>; all: Promise<string[]> } {
  const answered: string[] = [];
  const { promise: first, resolve } = Promise.withResolvers<void>();
  async function ask(): Promise<void> {
    for (let i = 0; ; i++) {
      const answer = i % 4 === 0 ? await fetch(`${url}/models`) : await post(`${url}/predict`, i % 4 === 1 ? 'wrong' : GROUPS);
      answered.push(answer.headers.get('X-Request-Id') as string); // the answer has begun to come
      resolve();
      await answer.arrayBuffer();
    }
  }
  const clients = Array.from({ length: CLIENTS }, ask);
  return { first, all: Promise.allSettled(clients).then(() => answered) };
}

forEachDatabase(({ create, query }) => {
  test('a request that was answered is in the log, also after SIGKILL at any moment', async ({ run }) => {
    const database = await create();
    const random = createRandom(7);
    for (let round = 0; round < ROUNDS; round++) {
      const service = await run('--log-database', database);
      await good(post(`${service.url}/fit`, GROUPS));
      const asking = askUntilGone(service);
      await asking.first;
      await sleep(random.next() * 400);
      process.kill(service.pid, 'SIGKILL');
      expect(await service.exit).toEqual([null, 'SIGKILL']);
      const answered = await asking.all;
      expect(answered.length).toBeGreaterThan(0);
      const logged = new Set((await query(database, 'select id from request_log')).map(({ id }) => id));
      expect(answered.filter((id) => !logged.has(id))).toEqual([]);
    }
  });
});
