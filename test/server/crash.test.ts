import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { forEachDatabase } from './databases.ts';
import { GROUPS, good, post, type TestProcess, test } from './service.ts';

const ROUNDS = 5;
const CLIENTS = 16;

/** Asks until the service is gone; the ids of the answers that came. */
async function askUntilGone({ url }: TestProcess): Promise<string[]> {
  const answered: string[] = [];
  async function ask(): Promise<void> {
    for (let i = 0; ; i++) {
      const answer = i % 4 === 0 ? await fetch(`${url}/models`) : await post(`${url}/predict`, i % 4 === 1 ? 'wrong' : GROUPS);
      answered.push(answer.headers.get('X-Request-Id') as string); // the answer has begun to come
      await answer.arrayBuffer();
    }
  }
  await Promise.allSettled(Array.from({ length: CLIENTS }, ask));
  return answered;
}

forEachDatabase(({ create, query }) => {
  test('a request that was answered is in the log, also after SIGKILL at any moment', async ({ run }) => {
    const database = await create();
    const random = createRandom(7);
    for (let round = 0; round < ROUNDS; round++) {
      const service = await run('--log-database', database);
      await good(post(`${service.url}/fit`, GROUPS));
      const asking = askUntilGone(service);
      await sleep(100 + random.next() * 400);
      process.kill(service.pid, 'SIGKILL');
      expect(await service.exit).toEqual([null, 'SIGKILL']);
      const answered = await asking;
      expect(answered.length).toBeGreaterThan(0);
      const logged = new Set((await query(database, 'select id from request_log')).map(({ id }) => id));
      expect(answered.filter((id) => !logged.has(id))).toEqual([]);
    }
  });
});
