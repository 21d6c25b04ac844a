import { createIdbStore } from './adapters/idb-store.ts';
import type { ModelStore } from './core/types.ts';
import { ElementsClustering as Clustering } from './elements-clustering.ts';

/** Clustering for pages and Web Workers: models are kept in IndexedDB. */
export class ElementsClustering extends Clustering {
  protected static override defaultStore(): ModelStore {
    return createIdbStore();
  }
}

export * from './public.ts';
