import { ElementsClusteringError } from '../core/errors.ts';

/** A worker's life: calls to a worker that is gone reject, also those under way. */
export interface WorkerLife {
  /** The call's result; rejects where the worker ends first, or has ended. */
  guard<T>(call: () => Promise<T>): Promise<T>;
  /** Ends the worker; the reason is what its calls reject with. Only the first call counts. */
  end(reason: ElementsClusteringError): void;
}

/**
 * Watches a worker. Its error events tell of scripts that cannot be loaded and of uncaught errors. Of `terminate()`, a crash or the worker closing
 * itself no event tells, so that the worker is asked to hold a Web Lock: the lock comes to this side when the worker is gone. Where there are no Web
 * Locks (they need a secure context) such an end stays unseen.
 *
 * @param holdLock asks the worker to take a lock of this name for life; resolves when it has it
 */
export function watchWorker(worker: Worker, holdLock: (name: string) => Promise<void>): WorkerLife {
  const underWay = new Set<(reason: Error) => void>();
  let ended: Error | undefined;

  function end(reason: ElementsClusteringError): void {
    if (ended) return;
    ended = reason;
    worker.terminate();
    for (const reject of underWay) reject(reason);
  }

  worker.addEventListener('error', ({ message }) => end(gone(message ?? 'its script could not be loaded')));
  worker.addEventListener('messageerror', () => end(gone('its answer could not be read')));
  const { locks } = globalThis.navigator;
  const watching = locks ? watchLock(locks, holdLock, () => end(gone('it is no longer there'))) : Promise.resolve();

  async function guard<T>(call: () => Promise<T>): Promise<T> {
    if (ended) throw ended;
    return new Promise<T>((resolve, reject) => {
      underWay.add(reject);
      watching
        .then(call)
        .then(resolve, reject)
        .finally(() => underWay.delete(reject));
    });
  }

  return { guard, end };
}

/** Resolves once the end of the worker would be noticed, or cannot be by this means. */
async function watchLock(locks: LockManager, holdLock: (name: string) => Promise<void>, onFree: () => void): Promise<void> {
  const name = `elements-clustering-worker-${crypto.randomUUID()}`;
  try {
    await holdLock(name);
    locks.request(name, onFree).catch(() => undefined);
  } catch {
    // this page may not use locks: the events remain
  }
}

function gone(why: string): ElementsClusteringError {
  return new ElementsClusteringError('ENGINE_UNAVAILABLE', `the worker failed: ${why}`);
}
