// Scores of labels from anywhere, a model's or not. What they need is loaded when they are first called.
import { checkInput } from './core/input.ts';
import type { ElementRecord, Input, Metric } from './core/types.ts';
import { loadKernel } from './engine/load.ts';
import type { ScoringOptions } from './estimators/evaluate.ts';
import type { Quality } from './estimators/quality.ts';
import type { InternalScores } from './metrics/internal.ts';
import type { RuntimeOptions } from './runtime-options.ts';

type Runtime = Pick<RuntimeOptions, 'engine' | 'wasmModule'>;

export interface InternalOptions extends ScoringOptions, Runtime {
  /** Default `'euclidean'`. */
  readonly metric?: Metric;
  /** Answer the scores of each row too (default false). */
  readonly perRecord?: boolean;
}

export interface QualityOptions extends ScoringOptions, Runtime {
  /** Records that the reference space is learned from; default: those that are scored. */
  readonly reference?: readonly ElementRecord[];
}

/**
 * Scores that need no truth, of rows of numbers and labels from anywhere, about the means of the rows: silhouette, Davies-Bouldin, Calinski-Harabasz,
 * inertia; of each cluster too, and on request of each row. For records see {@link quality}.
 * @param labels One whole number a row; -1 is unknown.
 * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `ABORTED`, `ENGINE_UNAVAILABLE`.
 */
export async function internalScores(input: Input, labels: ArrayLike<number>, options: InternalOptions = {}): Promise<InternalScores> {
  const { scoreNumbers } = await import('./estimators/score.ts');
  return scoreNumbers(await loadKernel(options.engine, options.wasmModule), checkInput(input), labels, options);
}

/**
 * Q, the score to compare partitions of records by where there is no truth, whatever made them: the mean of the silhouette over all records and over
 * the distinct records, always in one reference space, which is learned from `reference` with the default options of features. Partitions are
 * comparable where `records` and `reference` are the same.
 * @param labels One whole number a record; -1, unknown, counts as a cluster of its own, which scores 0.
 * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `ABORTED`, `ENGINE_UNAVAILABLE`.
 */
export async function quality(
  records: readonly ElementRecord[],
  labels: ArrayLike<number>,
  options: QualityOptions = {},
): Promise<Quality> {
  const { scoreRecords } = await import('./estimators/score.ts');
  return scoreRecords(await loadKernel(options.engine, options.wasmModule), checkInput(records), labels, options);
}
