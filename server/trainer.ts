import { ElementsClusteringError } from '../src/core/errors.ts';
import type { Progress } from '../src/core/types.ts';
import type { FitCommand, FitJob, FitReply, FitSummary } from './fit-messages.ts';
import { ProblemError, problem } from './problems.ts';
import { createSlots } from './slots.ts';
import { createWorkerPool } from './worker-pool.ts';

/** A model that was fitted and not saved yet. */
export interface TrainedModel extends FitSummary {
  readonly model: string;
  readonly bytes: Uint8Array;
}

export interface TrainOptions {
  /** Stops the fit at once, wherever it is. */
  readonly signal?: AbortSignal;
  /** The body was found good and it is its turn: the fit starts. */
  readonly onStart?: (job: FitJob) => void;
  readonly onProgress?: (progress: Progress) => void;
}

/** Fits models in processes of their own. */
export interface Trainer {
  /**
   * Checks the body of a `/fit` request (at once) and fits it (in turn).
   * @throws a {@link ProblemError}: what is wrong with the body, `TOO_BUSY`, `FIT_FAILED` when the worker died, `SHUTTING_DOWN`; or `ABORTED`.
   */
  train(body: ArrayBuffer, options?: TrainOptions): Promise<TrainedModel>;
  /** Stops all fits, which then throw `SHUTTING_DOWN`, and takes no more. */
  close(): Promise<void>;
}

export interface TrainerOptions {
  /** Fits at once (default 1). */
  readonly concurrency?: number;
  /** Bodies that may wait for their fit (default 4). */
  readonly queue?: number;
  /** Heap of one fit in MiB (default: as Node has it). */
  readonly memoryMb?: number;
}

/** Bytes of a body above which its worker is ended afterwards: the memory goes back to the system, and a new worker starts in no time beside such a fit. */
const KEEP_BELOW = 2 ** 20;

/** A trainer without workers yet; they start with the first fit. */
export function createTrainer({ concurrency = 1, queue = 4, memoryMb }: TrainerOptions = {}): Trainer {
  const pool = createWorkerPool(concurrency, memoryMb);
  const slots = createSlots(concurrency);
  const stops = new Set<(reason: Error) => void>(); // one a job, running or waiting
  let closed = false;

  function admit(signal: AbortSignal | undefined): void {
    if (closed) throw shuttingDown();
    if (signal?.aborted) throw aborted();
    if (stops.size < concurrency + queue) return;
    throw new ProblemError(problem('TOO_BUSY', `${stops.size} fits are running or waiting, and no more may: try again later`));
  }

  return {
    train(body, { signal, onStart, onProgress } = {}) {
      return new Promise((resolve, reject) => {
        admit(signal);
        const worker = pool.take();
        const tell = (command: FitCommand): boolean => worker.send(command);
        let job: FitJob;

        const start = (): void => {
          onStart?.(job);
          tell({ type: 'fit' });
        };
        const leave = (): void => {
          stops.delete(stop);
          signal?.removeEventListener('abort', abort);
          worker.off('message', hear).off('error', fail).off('exit', exit);
          slots.leave(start);
        };
        const stop = (reason: Error): void => {
          leave();
          pool.end(worker);
          reject(reason);
        };
        const abort = (): void => stop(aborted());
        const fail = (cause: Error): void => stop(fitFailed(cause));
        const exit = (code: number | null, signal: string | null): void =>
          fail(new Error(`the worker ended with ${signal ?? `code ${code}`}`));
        const hear = (reply: FitReply): void => {
          if (reply.type === 'progress') onProgress?.(reply.progress);
          else if (reply.type === 'checked') {
            job = reply.job;
            slots.enter(start);
          } else {
            leave();
            if (body.byteLength > KEEP_BELOW) pool.end(worker);
            else pool.give(worker);
            if (reply.type === 'failed') reject(new ProblemError(reply.problem));
            else resolve({ model: job.model, bytes: reply.bytes, ...reply.summary });
          }
        };

        stops.add(stop);
        signal?.addEventListener('abort', abort);
        worker.on('message', hear).on('error', fail).on('exit', exit);
        tell({ type: 'check', body: new Uint8Array(body) });
      });
    },
    async close() {
      closed = true;
      for (const stop of stops) stop(shuttingDown());
      await pool.close();
    },
  };
}

function aborted(): Error {
  return new ElementsClusteringError('ABORTED', 'the client is gone: nothing was changed');
}

function shuttingDown(): Error {
  return new ProblemError(problem('SHUTTING_DOWN', 'the service is shutting down: nothing was changed'));
}

function fitFailed(cause: Error): Error {
  return new ProblemError(problem('FIT_FAILED', 'the fit failed, perhaps for want of memory: nothing was changed'), { cause });
}
