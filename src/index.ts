import { createFileStore } from './adapters/file-store.ts';
import type { ModelStore } from './core/types.ts';
import { ElementsClustering as Clustering } from './elements-clustering.ts';

/** Folder, below the working directory, where `save` and `load` keep models when no store is given. */
const DEFAULT_FOLDER = '.elements-clustering';

/** Clustering for Node and alike: models are kept as files. */
export class ElementsClustering extends Clustering {
  protected static override defaultStore(): ModelStore {
    return createFileStore(DEFAULT_FOLDER);
  }
}

export * from './public.ts';
