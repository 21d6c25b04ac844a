import { oneOf, optionEntries } from '../core/check-option.ts';
import { invalidInput, show } from '../core/errors.ts';
import { type CheckedInput, checkWeights } from '../core/input.ts';
import type { Metric } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { fitSpace, project } from '../matrix/space.ts';
import { type InternalScores, scoreRows } from '../metrics/internal.ts';
import { referenceOf, resolveScoring, type ScoringOptions } from './evaluate.ts';
import { type Quality, scoreQuality } from './quality.ts';

const NAMES = ['weights', 'sampleSize', 'seed', 'signal', 'engine', 'wasmModule'];

/** Internal scores of rows of numbers, by labels from anywhere. */
export async function scoreNumbers(
  kernel: Kernel,
  input: CheckedInput,
  labels: ArrayLike<number>,
  options: ScoringOptions & { readonly metric?: Metric; readonly perRecord?: boolean },
): Promise<InternalScores> {
  optionEntries('options', options, [...NAMES, 'metric', 'perRecord']);
  if (input.kind === 'records') throw invalidInput('another kind of rows', { row: 0, expected: 'numbers', received: 'a record' });
  const metric = oneOf<Metric>('metric', options.metric ?? 'euclidean', ['euclidean', 'cosine']);
  const settings = resolveScoring(options);
  const weights = checkWeights(options.weights, input.rows);
  const checked = checkLabels(labels, input.rows);
  const space = fitSpace(input, metric, weights, kernel);
  const rows = { input, matrix: project(input, space, kernel), space, labels: checked, weights };
  return scoreRows(kernel, rows, settings, options.perRecord);
}

/** Q of records, by labels from anywhere. */
export async function scoreRecords(
  kernel: Kernel,
  input: CheckedInput,
  labels: ArrayLike<number>,
  options: ScoringOptions & { readonly reference?: unknown },
): Promise<Quality> {
  optionEntries('options', options, [...NAMES, 'reference']);
  if (input.kind !== 'records') throw invalidInput('another kind of rows', { row: 0, expected: 'a record', received: 'numbers' });
  const weights = checkWeights(options.weights, input.rows);
  const { records } = input;
  const labelled = { records, labels: checkLabels(labels, input.rows), weights, reference: referenceOf(options.reference, records) };
  return scoreQuality(kernel, labelled, resolveScoring(options));
}

function checkLabels(labels: ArrayLike<number>, rows: number): Int32Array {
  if (labels?.length !== rows) throw invalidInput('wrong number of labels', { expected: `${rows}`, received: show(labels?.length) });
  for (let row = 0; row < rows; row++) {
    const label: unknown = labels[row];
    if (!Number.isInteger(label) || (label as number) < -1 || (label as number) >= 2 ** 31) {
      throw invalidInput('not a label', { row, field: 'labels', expected: 'a whole number, -1 or more', received: show(label) });
    }
  }
  return Int32Array.from(labels);
}
