import { createFileStore } from './adapters/file-store.ts';
import { createNodeWorkerPool } from './adapters/node-workers.ts';
import type { ModelStore } from './core/types.ts';
import { ElementsClustering as Clustering } from './elements-clustering.ts';
import type { WorkerPool } from './parallel/workers.ts';

/** Folder, below the working directory, where `save` and `load` keep models when no store is given. */
const DEFAULT_FOLDER = '.elements-clustering';

const threads = createNodeWorkerPool();

/** Clustering for Node and alike: models are kept as files, workers are threads. */
export class ElementsClustering extends Clustering {
  protected static override defaultStore(): ModelStore {
    return createFileStore(DEFAULT_FOLDER);
  }

  /** @internal */
  protected static override workerPool(): WorkerPool {
    return threads;
  }
}

export * from './public.ts';
