import { startLife, type WorkerLife, workerFailed } from './worker-life.ts';

/**
 * Watches a Web Worker. Its error events tell of scripts that cannot be loaded and of uncaught errors. Of `terminate()`, a crash or the worker closing
 * itself no event tells, so that the worker is asked to hold a Web Lock: the lock comes to this side when the worker is gone. Where there are no Web
 * Locks (they need a secure context) such an end stays unseen.
 *
 * @param holdLock asks the worker to take a lock of this name for life; resolves when it has it
 */
export function watchWorker(worker: Worker, holdLock: (name: string) => Promise<void>): WorkerLife {
  const failed = (why: string): void => life.end(workerFailed(why));
  worker.addEventListener('error', ({ message }) => failed(message ?? 'its script could not be loaded'));
  worker.addEventListener('messageerror', () => failed('its answer could not be read'));
  const { locks } = globalThis.navigator;
  const watched = locks && watchLock(locks, holdLock, () => failed('it is no longer there'));
  const life = startLife(() => worker.terminate(), watched);
  return life;
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
