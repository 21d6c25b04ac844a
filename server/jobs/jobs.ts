import { ElementsClusteringError } from '../../src/core/errors.ts';
import type { Progress } from '../../src/core/types.ts';
import { type ProblemCode, ProblemError, problem } from '../problems.ts';
import { openLine } from './line.ts';
import type { JobFacts, JobKind, JobResults } from './messages.ts';
import { createSlots } from './slots.ts';
import { createWorkerPool } from './worker-pool.ts';

/** A job whose body was found good, and which waits. */
export interface Job<Kind extends JobKind> {
  readonly facts: JobFacts;
  /** Resolves when it is the job's turn, which lasts until the task ends. */
  turn(): Promise<void>;
  /** Does it, in its turn and once. @param model bytes of the model that it works on, where it works on one */
  run(model?: Uint8Array): Promise<JobResults[Kind]>;
}

export interface JobOptions {
  /** Stops the job at once, wherever it is. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Does what requests ask for in processes of their own. */
export interface Jobs {
  /**
   * Has a body checked (at once), then lets `task` run the job (in turn) and do what is to be done before the next one may begin.
   * @throws what `task` throws, and what all waiting in it rejects with: a {@link ProblemError} for what is wrong with the body, `TOO_BUSY`,
   * `FIT_FAILED` and the like when the worker died, `SHUTTING_DOWN`; or `ABORTED`.
   */
  start<Kind extends JobKind, T>(kind: Kind, body: ArrayBuffer, task: (job: Job<Kind>) => Promise<T>, options?: JobOptions): Promise<T>;
  /** Stops all jobs, which then throw `SHUTTING_DOWN`, and takes no more. */
  close(): Promise<void>;
}

export interface JobsOptions {
  /** Jobs at once (default 1). */
  readonly concurrency?: number;
  /** Bodies that may wait for their turn (default 4). */
  readonly queue?: number;
  /** Heap of one job in MiB (default: as Node has it). */
  readonly memoryMb?: number;
}

/** Bytes of a body above which its worker is ended afterwards: the memory goes back to the system, and a new worker starts in no time beside such a job. */
const KEEP_BELOW = 2 ** 20;

const FAILURES: Record<JobKind, { readonly code: ProblemCode; readonly what: string }> = {
  fit: { code: 'FIT_FAILED', what: 'fit' },
  update: { code: 'UPDATE_FAILED', what: 'update' },
  evaluate: { code: 'EVALUATION_FAILED', what: 'evaluation' },
};

/** Jobs without workers yet; they start with the first job. */
export function createJobs({ concurrency = 1, queue = 4, memoryMb }: JobsOptions = {}): Jobs {
  const pool = createWorkerPool(concurrency, memoryMb);
  const slots = createSlots(concurrency);
  const cuts = new Set<(reason: Error) => void>(); // one a job, running or waiting
  let closed = false;

  function admit(signal: AbortSignal | undefined): void {
    if (closed) throw shuttingDown();
    if (signal?.aborted) throw aborted();
    if (cuts.size < concurrency + queue) return;
    throw new ProblemError(problem('TOO_BUSY', `${cuts.size} jobs are running or waiting, and no more may: try again later`));
  }

  return {
    async start(kind, body, task, { signal, onProgress } = {}) {
      admit(signal);
      const line = openLine(pool, { keep: body.byteLength <= KEEP_BELOW, onProgress, died: (cause) => jobFailed(kind, cause) });
      const entered = Promise.withResolvers<void>();
      const abort = (): void => line.cut(aborted());
      cuts.add(line.cut);
      signal?.addEventListener('abort', abort);
      try {
        const facts = await line.check(kind, new Uint8Array(body));
        return await task({
          facts,
          turn() {
            slots.enter(entered.resolve);
            return line.unlessCut(entered.promise);
          },
          run: (model) => line.run(model) as Promise<JobResults[typeof kind]>,
        });
      } finally {
        signal?.removeEventListener('abort', abort);
        cuts.delete(line.cut);
        line.close();
        slots.leave(entered.resolve);
      }
    },
    async close() {
      closed = true;
      for (const cut of cuts) cut(shuttingDown());
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

function jobFailed(kind: JobKind, cause: Error): Error {
  const { code, what } = FAILURES[kind];
  return new ProblemError(problem(code, `the ${what} failed, perhaps for want of memory: nothing was changed`), { cause });
}
