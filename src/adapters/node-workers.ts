import { wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { WorkerPool } from '../parallel/workers.ts';
import { startNodeThread } from './node-thread.ts';
import type { ShardScript } from './shard-protocol.ts';
import { createWorkerPool, type PoolWorker } from './worker-pool.ts';

const SCRIPT = new URL('./node-shard-worker.ts', import.meta.url);

/** A pool of `worker_threads`. Idle, they do not keep the process alive. */
export function createNodeWorkerPool(): WorkerPool {
  return createWorkerPool(() => startThread);
}

function startThread(): PoolWorker {
  const { worker, life } = startNodeThread(SCRIPT);
  worker.unref();
  const script = wrap(nodeEndpoint(worker)) as unknown as ShardScript;
  return { script, life, setBusy: (busy) => (busy ? worker.ref() : worker.unref()) };
}
