import { createWebWorkerPool } from './adapters/web-workers.ts';
import type { ModelStore } from './core/types.ts';
import { ElementsClustering as Clustering } from './elements-clustering.ts';
import type { WorkerPool } from './parallel/workers.ts';

const webWorkers = createWebWorkerPool();

/** Clustering for pages and Web Workers: models are kept in IndexedDB. */
export class ElementsClustering extends Clustering {
  protected static override async defaultStore(): Promise<ModelStore> {
    return (await import('./adapters/idb-store.ts')).createIdbStore();
  }

  /** @internal */
  protected static override workerPool(): WorkerPool {
    return webWorkers;
  }
}

export * from './public.ts';
