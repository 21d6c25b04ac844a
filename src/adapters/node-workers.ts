import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { WorkerPool } from '../parallel/workers.ts';
import type { ShardScript } from './shard-protocol.ts';
import { startLife, workerFailed } from './worker-life.ts';
import { createWorkerPool, type PoolWorker } from './worker-pool.ts';

/** Beside this file, and like it TypeScript or built. */
const SCRIPT = new URL(`./node-shard-worker${/\.[jt]s$/.exec(import.meta.url)?.[0]}`, import.meta.url);

/** A pool of `worker_threads`. Idle, they do not keep the process alive. */
export function createNodeWorkerPool(): WorkerPool {
  return createWorkerPool(() => startThread);
}

function startThread(): PoolWorker {
  // the process's own flags may not suit a file: --input-type, say
  const worker = new Worker(SCRIPT, { execArgv: [] });
  worker.unref();
  const life = startLife(() => void worker.terminate());
  worker.on('error', (error) => life.end(workerFailed(error instanceof Error ? error.message : String(error), error)));
  worker.on('messageerror', (error) => life.end(workerFailed('its answer could not be read', error)));
  worker.on('exit', (code) => life.end(workerFailed(`it ended with code ${code}`)));
  const script = wrap(nodeEndpoint(worker)) as unknown as ShardScript;
  return { script, life, setBusy: (busy) => (busy ? worker.ref() : worker.unref()) };
}
