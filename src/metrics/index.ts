// An entry of the package: scores of labels from anywhere, a model's or not.
import { oneOf, optionEntries } from '../core/check-option.ts';
import { invalidInput } from '../core/errors.ts';
import { checkInput, checkWeights } from '../core/input.ts';
import type { ElementRecord, Input, Metric } from '../core/types.ts';
import { type EngineChoice, loadKernel } from '../engine/load.ts';
import { fitSpace } from '../matrix/fit-space.ts';
import { project } from '../matrix/space.ts';
import { type InternalScores, scoreRows } from './internal.ts';
import { type Quality, scoreQuality } from './quality.ts';
import { checkLabels, resolveReference, resolveScoring, type ScoringOptions } from './scoring.ts';

export type { ClusterScores, NearestCluster } from './cluster-scores.ts';
export { type Contingency, contingencyTable, type Label } from './contingency.ts';
export { type ExternalScores, externalScores } from './external.ts';
export type { InternalScores, RecordScores } from './internal.ts';
export type { Quality } from './quality.ts';
export { type RegressionScores, regressionScores } from './regression.ts';
export type { ScoringOptions } from './scoring.ts';

/** How a score is worked out; nothing of this changes what it is. */
export interface ScoringRuntime {
  /** `'auto'` (default): WebAssembly where it runs, else the plain-TypeScript reference; or one of the two by name. */
  readonly engine?: EngineChoice;
  /** The compiled core, for runtimes that forbid compiling from bytes: `import core from 'elements-clustering/core.wasm'`. */
  readonly wasmModule?: WebAssembly.Module;
}

export interface InternalOptions extends ScoringOptions, ScoringRuntime {
  /** Default `'euclidean'`. */
  readonly metric?: Metric;
  /** Answer the scores of each row too (default false). */
  readonly perRecord?: boolean;
}

export interface QualityOptions extends ScoringOptions, ScoringRuntime {
  /** Records that the reference space is learned from; default: those that are scored. */
  readonly reference?: readonly ElementRecord[];
}

const NAMES = ['weights', 'sampleSize', 'seed', 'signal', 'engine', 'wasmModule'];

/**
 * Scores that need no truth, of rows of numbers and labels from anywhere, about the means of the rows: silhouette, Davies-Bouldin, Calinski-Harabasz,
 * inertia; of each cluster too, and on request of each row. For records see {@link quality}.
 * @param labels One whole number a row; -1 is unknown.
 * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `ABORTED`, `ENGINE_UNAVAILABLE`.
 */
export async function internalScores(input: Input, labels: ArrayLike<number>, options: InternalOptions = {}): Promise<InternalScores> {
  optionEntries('options', options, [...NAMES, 'metric', 'perRecord']);
  const rows = checkInput(input);
  if (rows.kind === 'records') throw invalidInput('another kind of rows', { row: 0, expected: 'numbers', received: 'a record' });
  const metric = oneOf<Metric>('metric', options.metric ?? 'euclidean', ['euclidean', 'cosine']);
  const settings = resolveScoring(options);
  const weights = checkWeights(options.weights, rows.rows);
  const checked = checkLabels(labels, rows.rows);
  const kernel = await loadKernel(options.engine, options.wasmModule);
  const space = fitSpace(rows, metric, weights, kernel);
  const labelled = { input: rows, matrix: project(rows, space, kernel), space, labels: checked, weights };
  return scoreRows(kernel, labelled, settings, options.perRecord);
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
  optionEntries('options', options, [...NAMES, 'reference']);
  const checked = checkInput(records);
  if (checked.kind !== 'records') throw invalidInput('another kind of rows', { row: 0, expected: 'a record', received: 'numbers' });
  const settings = resolveScoring(options);
  const labelled = {
    records: checked.records,
    labels: checkLabels(labels, checked.rows),
    weights: checkWeights(options.weights, checked.rows),
    reference: resolveReference(options.reference, checked.records),
  };
  return scoreQuality(await loadKernel(options.engine, options.wasmModule), labelled, settings);
}
