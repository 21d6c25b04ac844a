import { wrap } from 'comlink';
import { invalidOption } from '../core/errors.ts';
import type { WorkerPool } from '../parallel/workers.ts';
import type { ShardScript } from './shard-protocol.ts';
import { watchWorker } from './web-worker-life.ts';
import type { Lockable } from './web-worker-script.ts';
import { createWorkerPool, type PoolWorker } from './worker-pool.ts';

/** A pool of Web Workers that the caller makes, by the option `createWorker`, and that run `elements-clustering/shard-worker`. */
export function createWebWorkerPool(): WorkerPool {
  return createWorkerPool(({ createWorker }) => {
    if (typeof createWorker !== 'function') {
      throw invalidOption('createWorker', 'a function that makes a Web Worker of elements-clustering/shard-worker', createWorker);
    }
    return () => connect(createWorker() as Worker);
  });
}

function connect(worker: Worker): PoolWorker {
  const script = wrap(worker) as unknown as ShardScript & Lockable;
  return { script, life: watchWorker(worker, (name) => script.holdLock(name)) };
}
