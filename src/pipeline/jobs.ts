import { ElementsClusteringError, throwIfAborted } from '../core/errors.ts';
import type { ElementRecord, Progress } from '../core/types.ts';
import type { Scores } from '../estimators/estimator.ts';
import type { EstimatorRegistry } from '../model/registry.ts';

/** One model to fit and score, on rows of the records that its runner has. */
export interface Job {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Numbers of the rows to learn from. */
  readonly fit: Int32Array;
  /** Numbers of the rows to score on. */
  readonly score: Int32Array;
  /** Whether the model's bytes are wanted. */
  readonly keep: boolean;
}

/** What came of a job. */
export interface JobResult {
  readonly scores: Scores;
  /** Milliseconds that the fit took. */
  readonly fitMs: number;
  /** Milliseconds that the scoring took. */
  readonly scoreMs: number;
  readonly bytes?: Uint8Array;
}

export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Runs jobs on the records it was made with; what comes of a job does not depend on how many run at once. */
export interface JobRunner {
  /** Jobs that it runs at once at most. */
  readonly workers: number;
  /** @throws what the estimator throws, `ABORTED`, `WORKER_FAILED`. */
  run(job: Job, options?: JobOptions): Promise<JobResult>;
  /** Ends what runs. */
  close(): void;
}

/** Does a job here and now. */
export async function runJob(
  registry: EstimatorRegistry,
  records: readonly ElementRecord[],
  { type, options, fit, score, keep }: Job,
  { signal, onProgress }: JobOptions = {},
): Promise<JobResult> {
  const pick = (rows: Int32Array): ElementRecord[] => Array.from(rows, (row) => records[row]);
  const start = performance.now();
  const estimator = await registry.create(type, options).fit(pick(fit), { signal, onProgress });
  const fitted = performance.now();
  const scores = await estimator.evaluate(pick(score), { signal });
  const scored = performance.now();
  return { scores, fitMs: fitted - start, scoreMs: scored - fitted, bytes: keep ? estimator.toBytes() : undefined };
}

/** Runs jobs in this thread, one at a time. */
export function createLocalRunner(registry: EstimatorRegistry, records: readonly ElementRecord[]): JobRunner {
  return { workers: 1, run: (job, options) => runJob(registry, records, job, options), close: () => undefined };
}

/** Runs a task for each item, at most `limit` at once; the answers in the order of the items. The first failure ends it. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  limit: number,
  signal: AbortSignal | undefined,
  task: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (next < items.length && !failed) {
      throwIfAborted(signal);
      const i = next++;
      try {
        answers[i] = await task(items[i]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return answers;
}

/** Failures that end a run; all others are the model's own. */
export function endsTheRun(error: unknown): boolean {
  return error instanceof ElementsClusteringError && (error.code === 'ABORTED' || error.code === 'WORKER_FAILED');
}
