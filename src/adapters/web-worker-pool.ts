import { wrap } from 'comlink';
import type { WorkerPool } from '../parallel/workers.ts';
import type { ShardScript } from './shard-protocol.ts';
import { watchWorker } from './web-worker-life.ts';
import type { Lockable } from './web-worker-script.ts';
import { createWorkerPool, type PoolWorker } from './worker-pool.ts';

/** Web Workers that the caller makes, by the option `createWorker`, and that run `elements-clustering/shard-worker`. */
export function createConnectedPool(): WorkerPool {
  return createWorkerPool(
    ({ createWorker }) =>
      () =>
        connect(createWorker?.() as Worker),
  );
}

function connect(worker: Worker): PoolWorker {
  const script = wrap(worker) as unknown as ShardScript & Lockable;
  return { script, life: watchWorker(worker, (name) => script.holdLock(name)) };
}
