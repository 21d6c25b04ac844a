// Runs libraries in JavaScript in a process of their own: one command a line on standard input, one answer a line on standard output.
import { createInterface } from 'node:readline';
import { readTask } from '../task.ts';
import { peakOf } from './memory.ts';
import { mlKmeans } from './ml-kmeans.ts';
import { ours } from './ours.ts';
import type { Found, Peer } from './peer.ts';
import { predictors } from './predictors.ts';
import { seedOurs } from './seed-ours.ts';
import { skmeansPeer } from './skmeans.ts';
import { tfjs } from './tfjs.ts';

/** `fit`, `memory` and `predict` are asked of a library by `name`; the rest is ours alone. */
interface Command {
  readonly job: 'fit' | 'memory' | 'predict' | 'seeding';
  readonly name: string;
  readonly threads: number;
  /** Answer the centroids too. */
  readonly judged?: boolean;
  readonly seed?: number;
  readonly size?: number;
  readonly calls?: number;
}

const PEERS: readonly Peer[] = [ours, mlKmeans, skmeansPeer, tfjs];
const task = readTask(process.argv[2]);
const ready = new Map<string, Awaited<ReturnType<Peer['prepare']>>>();

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
process.exit(); // libraries may keep threads

async function answer(command: Command): Promise<object> {
  try {
    return await work(command);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return { unable: code === 'ERR_MODULE_NOT_FOUND' ? 'not installed' : message };
  }
}

async function work({ job, name, threads, judged, seed = 0, size = 1, calls = 1 }: Command): Promise<object> {
  if (job === 'seeding') return seedOurs(task, seed);
  if (job === 'predict') return predictors[name](task, size, calls);
  const run = ready.get(name) ?? (await prepare(name, threads));
  ready.set(name, run);
  if (job === 'memory') return peakOf(run);
  const start = performance.now();
  const found: Found = await run();
  const ms = performance.now() - start;
  return { ms, iterations: found.iterations, ...(judged ? { centroids: Array.from(found.centroids) } : {}) };
}

async function prepare(name: string, threads: number): ReturnType<Peer['prepare']> {
  const peer = PEERS.find((candidate) => candidate.name === name);
  if (peer === undefined) throw new Error(`no library is called ${name}`);
  return peer.prepare(task, threads);
}
