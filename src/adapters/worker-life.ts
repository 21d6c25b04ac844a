import { ElementsClusteringError } from '../core/errors.ts';

/** A worker's life: calls to a worker that is gone reject, also those under way. */
export interface WorkerLife {
  readonly ended: boolean;
  /** The call's result; rejects where the worker ends first, or has ended. */
  guard<T>(call: () => Promise<T>): Promise<T>;
  /** Ends the worker; the reason is what its calls reject with. Only the first call counts. */
  end(reason: ElementsClusteringError): void;
}

/**
 * The life of a worker whose end someone else notices, and tells by `end`.
 * @param watched resolves once the end would be noticed; calls wait for it
 */
export function startLife(terminate: () => void, watched: Promise<void> = Promise.resolve()): WorkerLife {
  const underWay = new Set<(reason: Error) => void>();
  let ended: Error | undefined;
  return {
    get ended() {
      return ended !== undefined;
    },
    async guard<T>(call: () => Promise<T>): Promise<T> {
      if (ended) throw ended;
      return new Promise<T>((resolve, reject) => {
        underWay.add(reject);
        watched
          .then(call)
          .then(resolve, reject)
          .finally(() => underWay.delete(reject));
      });
    },
    end(reason) {
      if (ended) return;
      ended = reason;
      terminate();
      for (const reject of underWay) reject(reason);
    },
  };
}

/** Why calls to a worker reject that could not start or ended by itself: `WORKER_FAILED`. */
export function workerFailed(why: string, cause?: unknown): ElementsClusteringError {
  return new ElementsClusteringError('WORKER_FAILED', `the worker failed: ${why}`, {}, cause === undefined ? undefined : { cause });
}

/** Why calls to a worker reject that its user has closed: `ABORTED`. */
export function workerClosed(): ElementsClusteringError {
  return new ElementsClusteringError('ABORTED', 'the worker was closed by the caller');
}
