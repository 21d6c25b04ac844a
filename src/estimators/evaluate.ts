import { optionEntries } from '../core/check-option.ts';
import { invalidOption } from '../core/errors.ts';
import { type CheckedInput, checkWeights } from '../core/input.ts';
import type { ElementRecord, Matrix } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { NumericInput } from '../matrix/space.ts';
import { type Contingency, crossTabulate, type Label, tabulate } from '../metrics/contingency.ts';
import { type ExternalScores, scoresOf } from '../metrics/external.ts';
import { type InternalScores, scoreRows } from '../metrics/internal.ts';
import { type Quality, scoreQuality } from '../metrics/quality.ts';
import { resolveReference, resolveScoring, type ScoringOptions } from '../metrics/scoring.ts';
import type { Clustering } from './clustering.ts';

export interface EvaluationOptions extends ScoringOptions {
  /** The true group of each row, a word or a number, to compare with; unweighted. */
  readonly truth?: ArrayLike<Label>;
  /** Answer the table of true groups and clusters too (default false); needs a truth. */
  readonly contingency?: boolean;
  /** Answer the scores of each row too (default false). */
  readonly perRecord?: boolean;
  /** Records that the reference space of `quality` is learned from; records only. Default: those that are evaluated. */
  readonly reference?: readonly ElementRecord[];
}

/** What `evaluate` answers: plain data, as JSON can hold it. Internal scores are in the model's own space, about its own centroids. */
export interface Evaluation extends InternalScores {
  /** Q, for records: the score to compare models by where there is no truth. */
  readonly quality?: Quality;
  /** Agreement with the truth, where one was given. */
  readonly external?: ExternalScores;
  /** True groups × clusters, where asked for. */
  readonly contingency?: Contingency;
}

/** Rows as they came, as numbers, as the engine has them, and the labels that the model gives them. */
export interface PredictedRows {
  readonly checked: CheckedInput;
  readonly numeric: NumericInput;
  readonly matrix: Matrix;
  readonly labels: Int32Array;
}

const NAMES = ['weights', 'truth', 'contingency', 'perRecord', 'sampleSize', 'seed', 'reference', 'signal'];

/** Scores of a clustering on rows it labelled. */
export async function evaluateClustering(
  kernel: Kernel,
  { checked, numeric, matrix, labels }: PredictedRows,
  { centroids, k, space }: Clustering,
  options: EvaluationOptions,
): Promise<Evaluation> {
  optionEntries('options', options, NAMES);
  const { truth, contingency = false, perRecord = false, reference } = options;
  const settings = resolveScoring(options);
  const weights = checkWeights(options.weights, matrix.rows);
  if (contingency && truth === undefined) throw invalidOption('contingency', 'a truth beside it', contingency);
  const table = truth === undefined ? undefined : crossTabulate(truth, labels);
  const agreement = table && { external: scoresOf(table), ...(contingency && { contingency: tabulate(table) }) };
  const records =
    checked.kind === 'records' ? { records: checked.records, reference: resolveReference(reference, checked.records) } : undefined;
  if (!records && reference !== undefined) throw invalidOption('reference', 'nothing for rows of numbers', reference);
  const own = { data: centroids, labels: Int32Array.from({ length: k }, (_, c) => c) };
  return {
    ...(await scoreRows(kernel, { input: numeric, matrix, space, labels, weights, centroids: own }, settings, perRecord)),
    ...(records && { quality: await scoreQuality(kernel, { ...records, labels, weights }, settings) }),
    ...agreement,
  };
}
