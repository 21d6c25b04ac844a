import { createRandom, type Random } from '../core/random.ts';
import type { SearchSpace } from '../estimators/estimator.ts';
import type { SearchConfig } from './config.ts';
import { endsTheRun, inParallel, type JobRunner } from './jobs.ts';
import { gainOf, type MetricRule } from './metric.ts';
import { drawOptions } from './search-space.ts';
import type { RowSplit } from './split.ts';

/** A trial on some of the rows. */
export interface Rung {
  /** Rows that were learned from. */
  readonly rows: number;
  /** The metric on the validation rows; null where it is not defined, or the trial failed. */
  readonly score: number | null;
  readonly fitMs: number;
  /** Why the trial failed. */
  readonly error?: string;
}

/** Options that were tried. */
export interface Trial {
  readonly trial: number;
  readonly options: Readonly<Record<string, unknown>>;
  /** On more and more rows, until others did better. */
  readonly rungs: readonly Rung[];
}

/** All that a search found. */
export interface SearchResult {
  readonly trials: readonly Trial[];
  /** The trial that did best on all rows. */
  readonly best: Trial;
}

export interface SearchTask {
  readonly type: string;
  /** Options that every trial has. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly space: SearchSpace;
  readonly search: SearchConfig;
  readonly metric: MetricRule;
  /** Rows to learn from and rows to compare the trials on. */
  readonly rows: RowSplit;
  readonly runner: JobRunner;
  readonly signal?: AbortSignal;
  /** Told the share of the jobs that are done. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Random search with successive halving (Jamieson & Talwalkar 2016; the brackets of Hyperband, Li et al. 2018, with rows as the resource): all trials on
 * few rows, the best share of them on more, and so on until the last are compared on all. Trial 0 has the options as given. The same seed gives the same
 * trials, scores and winner for any number of workers; of equal scores the earlier trial wins.
 * @throws `ABORTED`, `WORKER_FAILED`; what a trial throws is kept as its error.
 */
export async function searchOptions(task: SearchTask): Promise<SearchResult> {
  const { search, options, space, metric, rows, runner, signal } = task;
  const random = createRandom(search.seed);
  const order = shuffled(rows.train, random);
  let trials: Trial[] = Array.from({ length: search.trials }, (_, trial) => ({
    trial,
    options: trial === 0 ? options : { ...options, ...drawOptions(space, random) },
    rungs: [],
  }));
  const ladder = rungSizes(order.length, search);
  const sizes = ladder.map((_, i) => Math.max(1, Math.ceil(search.trials / search.reduction ** i)));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const finished: Trial[] = [];
  let done = 0;
  for (const [i, size] of ladder.entries()) {
    const fit = order.slice(0, size).sort();
    const tried = await inParallel(trials, runner.workers, signal, async (trial) => {
      const rung = await tryOptions(task, trial.options, fit);
      task.onProgress?.(++done / all);
      return { ...trial, rungs: [...trial.rungs, rung] };
    });
    tried.sort((a, b) => gainOf(metric, scoresOf(b, metric), scoresOf(a, metric)) || a.trial - b.trial);
    trials = tried.slice(0, sizes[i + 1] ?? 0);
    finished.unshift(...tried.slice(trials.length));
  }
  return { trials: [...finished].sort((a, b) => a.trial - b.trial), best: finished[0] };
}

/** Rows of each rung, the last one all: as many rungs as the trials can be thinned out for and the rows bear. */
function rungSizes(rows: number, { trials, reduction, minRows }: SearchConfig): number[] {
  const sizes = [rows];
  for (let left = trials; left >= reduction && sizes[0] / reduction >= minRows; left /= reduction)
    sizes.unshift(Math.floor(sizes[0] / reduction));
  return sizes;
}

async function tryOptions({ type, metric, rows, runner, signal }: SearchTask, options: Trial['options'], fit: Int32Array): Promise<Rung> {
  const start = performance.now();
  try {
    const { scores, fitMs } = await runner.run({ type, options, fit, score: rows.test, keep: false }, { signal });
    return { rows: fit.length, score: scores[metric.score] ?? null, fitMs };
  } catch (error) {
    if (endsTheRun(error)) throw error;
    return { rows: fit.length, score: null, fitMs: performance.now() - start, error: (error as Error).message };
  }
}

function scoresOf({ rungs }: Trial, { score }: MetricRule): Record<string, number | null> {
  return { [score]: (rungs.at(-1) as Rung).score };
}

/** The rows in random order (Fisher and Yates, as Durstenfeld has it), so that the first of them are a fair sample. */
function shuffled(rows: Int32Array, random: Random): Int32Array {
  const order = rows.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
