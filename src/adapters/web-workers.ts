import { invalidOption } from '../core/errors.ts';
import type { WorkerPool } from '../parallel/workers.ts';
import { workerFailed } from './worker-life.ts';

/** A pool of Web Workers, see `createConnectedPool`; what talks to them is loaded when the first are needed. */
export function createWebWorkerPool(): WorkerPool {
  let loading: Promise<WorkerPool> | undefined;
  const load = async (): Promise<WorkerPool> => {
    try {
      return (await import('./web-worker-pool.ts')).createConnectedPool();
    } catch (cause) {
      loading = undefined;
      throw workerFailed(`what talks to workers could not be loaded: ${(cause as Error).message}`, cause);
    }
  };
  return {
    workers: (options) => {
      const { count, createWorker } = options;
      if (typeof createWorker !== 'function') {
        throw invalidOption('createWorker', 'a function that makes a Web Worker of elements-clustering/shard-worker', createWorker);
      }
      return {
        count,
        open: async (tasks) => {
          loading ??= load();
          return (await loading).workers(options).open(tasks);
        },
      };
    },
    // in turn with the calls above: it ends the workers of all that came before it, and of none that come after
    close: () =>
      void loading?.then(
        (pool) => pool.close(),
        () => undefined,
      ),
  };
}
