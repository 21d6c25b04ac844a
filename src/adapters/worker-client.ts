import { proxy, wrap } from 'comlink';
import { ElementsClusteringError } from '../core/errors.ts';
import type { ModelStore } from '../core/types.ts';
import type { ClusteringOptions } from '../estimators/options.ts';
import { watchWorker } from './web-worker-life.ts';
import { letErrorsCross } from './worker-errors.ts';
import { workerClosed } from './worker-life.ts';
import { WorkerModel } from './worker-model.ts';
import type { HostedModel, WorkerHost, WorkerRuntime } from './worker-protocol.ts';

export type { WorkerModel } from './worker-model.ts';
export type { FittedState, WorkerRows } from './worker-protocol.ts';

/** How a model in a worker runs and where it is kept. A given store stays in the page, where the worker asks it; default: IndexedDB. */
export type WorkerRuntimeOptions = WorkerRuntime & { readonly store?: ModelStore };

/** Makes models that live in a worker. */
export interface WorkerClustering {
  /** An unfitted model. Throws `INVALID_OPTION`. */
  create(options?: ClusteringOptions & WorkerRuntimeOptions): Promise<WorkerModel>;
  /** The model saved last under a name. Throws `MODEL_NOT_FOUND`, `CORRUPT_MODEL`, `INVALID_NAME`, `STORE_FAILED`. */
  load(name: string, runtime?: WorkerRuntimeOptions): Promise<WorkerModel>;
  /** A fitted model from its bytes, which are copied. Throws `CORRUPT_MODEL`. */
  fromBytes(bytes: Uint8Array, runtime?: WorkerRuntimeOptions): Promise<WorkerModel>;
  /** Ends the worker and all its models; calls under way, and all later ones, reject with `ABORTED`. */
  close(): void;
}

/**
 * Connects to a Web Worker that runs `elements-clustering/worker`. It is for the caller to make it, since bundlers do not find workers made inside
 * dependencies; from then on it belongs to the connection:
 *
 *     const worker = new Worker(new URL('elements-clustering/worker', import.meta.url), { type: 'module' });
 *     const clustering = connectWorker(worker);
 *     const model = await clustering.create({ k: 8 });
 *
 * Every call throws `WORKER_FAILED` when the worker cannot be loaded or has died; it never waits for a worker that is gone.
 */
export function connectWorker(worker: Worker): WorkerClustering {
  letErrorsCross();
  const host = wrap(worker) as unknown as WorkerHost;
  const life = watchWorker(worker, (name) => host.holdLock(name));

  const make = async (
    { store, ...rest }: WorkerRuntimeOptions,
    call: (rest: WorkerRuntime, store?: ModelStore) => Promise<HostedModel>,
  ) => {
    const hosted = await life.guard(() => call(rest, store && toPageStore(store))).catch(explainUnsendable('INVALID_OPTION'));
    return new WorkerModel(hosted, (send) => life.guard(send).catch(explainUnsendable('INVALID_INPUT')));
  };

  return {
    create: (options = {}) => make(options, (rest, store) => host.create(rest, store)),
    load: (name, runtime = {}) => make(runtime, (rest, store) => host.load(name, rest, store)),
    fromBytes: (bytes, runtime = {}) => make(runtime, (rest, store) => host.fromBytes(bytes, rest, store)),
    close: () => life.end(workerClosed()),
  };
}

/** The page's store for the worker to call; comlink marks the object it is given, so not the store itself. */
function toPageStore(store: ModelStore): ModelStore {
  return proxy<ModelStore>({
    get: (name) => store.get(name),
    set: (name, bytes) => store.set(name, bytes),
    delete: (name) => store.delete(name),
    list: () => store.list(),
  });
}

/** Rethrows; what messages cannot carry, with a code. */
function explainUnsendable(code: 'INVALID_OPTION' | 'INVALID_INPUT'): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error;
    const expected = 'plain data';
    throw new ElementsClusteringError(code, `cannot be sent to a worker: ${error.message}`, { expected }, { cause: error });
  };
}
