import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { createRunStore, placesIn } from '../../src/adapters/run-files.ts';
import { createRandom } from '../../src/core/random.ts';
import { createNodeRegistry, openHistory } from '../../src/pipeline.ts';
import { houses, LINEAR, test, toCsv } from './folder.ts';

const KILLS = 50;
const AT_ONCE = 5;
const CLI = join(import.meta.dirname, '../../server/cli.ts');
const registry = createNodeRegistry();

function train(folder: string) {
  const flags = ['train', '-c', join(folder, 'pipeline.json'), '--data-dir', folder, '--workers', '0', '--json'];
  const child = spawn(process.execPath, [CLI, ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
  return { child, closed: once(child, 'close') };
}

/** The ids of all runs; every model of each must be there as it was made, and the champion must answer. */
async function checkHistory(folder: string): Promise<string[]> {
  const places = placesIn(join(folder, 'pipelines/houses'));
  const store = createRunStore(places);
  const runs = await store.runs();
  for (const { id, models, data } of runs) {
    expect((await store.data(data.sha256)).length).toBe(data.kept);
    for (const { name, sha256 } of models) {
      const bytes = (await store.model({ run: id, model: name })) as Uint8Array;
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      registry.fromBytes(bytes);
    }
  }
  const champions = await store.champions();
  expect(champions.map(({ version }) => version)).toEqual(champions.map((_, i) => i + 1));
  const served = await (await openHistory(join(folder, 'pipelines/houses')))?.load();
  expect(runs.map(({ id }) => id)).toContain(served?.run.id);
  expect((await served?.predict(houses(3)))?.every(Number.isFinite)).toBe(true);
  const log = (await readFile(places.log, 'utf8')).trim().split('\n');
  for (const run of runs) expect(log.some((line) => line.includes(run.id))).toBe(true);
  return runs.map(({ id }) => id);
}

test(`train killed at ${KILLS} moments, ${AT_ONCE} at once, loses nothing and leaves nothing half`, async ({ folder }) => {
  const rows = houses(200);
  await writeFile(join(folder, 'pipeline.json'), JSON.stringify({ ...LINEAR, data: join(folder, 'houses.csv') }));
  await writeFile(join(folder, 'houses.csv'), toCsv(rows));
  const start = performance.now();
  expect(await train(folder).closed).toEqual([0, null]);
  let duration = performance.now() - start;
  let known = await checkHistory(folder);
  expect(known).toHaveLength(1);
  const random = createRandom(5);
  let killed = 0;
  for (let kill = 0; kill < KILLS; kill += AT_ONCE) {
    await appendFile(join(folder, 'houses.csv'), toCsv(houses(20, kill)).split('\n').slice(1).join('\n')); // so that data and champions change
    const first = performance.now();
    const batch = Array.from({ length: AT_ONCE }, async () => {
      const { child, closed } = train(folder);
      await Promise.race([sleep(random.next() * AT_ONCE * duration), closed]);
      child.kill('SIGKILL');
      const [code, signal] = await closed;
      expect(code === 0 || signal === 'SIGKILL').toBe(true);
      return signal === 'SIGKILL';
    });
    killed += (await Promise.all(batch)).filter(Boolean).length;
    duration = Math.max(100, (duration + (performance.now() - first) / AT_ONCE) / 2); // as busy as the machine now is
    const runs = await checkHistory(folder);
    expect(runs).toEqual(expect.arrayContaining(known));
    known = runs;
  }
  expect(killed).toBeGreaterThan(0);
  expect(await train(folder).closed).toEqual([0, null]);
  expect(await checkHistory(folder)).toHaveLength(known.length + 1);
});

test('of many trainings at once each keeps its run, and champions follow one another', async ({ folder }) => {
  await writeFile(join(folder, 'houses.csv'), toCsv(houses(200)));
  await writeFile(join(folder, 'pipeline.json'), JSON.stringify({ ...LINEAR, data: join(folder, 'houses.csv') }));
  const trainings = Array.from({ length: 4 }, () => train(folder).closed);
  expect(await Promise.all(trainings)).toEqual(new Array(4).fill([0, null]));
  expect(await checkHistory(folder)).toHaveLength(4);
  expect(await createRunStore(placesIn(join(folder, 'pipelines/houses'))).champions()).toHaveLength(1); // equal models are no better
});
