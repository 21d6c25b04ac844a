import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileStore } from '../../src/adapters/file-store.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import { unpackContainer } from '../../src/model/container.ts';

const KILLS = 20;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crash-'));
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * Lets a writer start at version `first` and kills it somewhere in a later set. How long a set takes is measured in turns of the event
 * loop, from one acknowledgement to the next; the kill comes a random share of that after another. Returns the last version acknowledged.
 */
async function writeUntilKilled(first: number, random: Random): Promise<number> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'crash-writer.ts'), folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(writer, 'close');
  let acknowledged = first - 1;
  createInterface({ input: writer.stdout }).on('line', (line) => {
    acknowledged = Number(line);
  });
  const turnsUntil = async (version: number) => {
    let turns = 0;
    for (; acknowledged < version && writer.exitCode === null; turns++) await setImmediate();
    return turns;
  };
  await turnsUntil(first);
  const turns = random.integer(1 + (await turnsUntil(acknowledged + 1)));
  await turnsUntil(acknowledged + 1);
  for (let i = 0; i < turns; i++) await setImmediate();
  writer.kill('SIGKILL');
  expect(await closed).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

test(`a writer killed ${KILLS} times leaves a whole model, never older than the last one it acknowledged`, {
  timeout: 120_000,
}, async () => {
  const random = createRandom(1);
  let version = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const acknowledged = await writeUntilKilled(version + 1, random);
    const store = createFileStore(folder);
    expect(await store.list()).toEqual(['model']);
    const { header, sections } = unpackContainer((await store.get('model')) as Uint8Array);
    version = header.version as number;
    expect(version - acknowledged).toBeOneOf([0, 1]); // the next one may be in place, its acknowledgement not yet out
    const numbers = sections.get('numbers') as Uint32Array;
    expect(numbers.length).toBe(600_000 + 1000 * version);
    expect(numbers.every((number) => number === version)).toBe(true);
  }
});
