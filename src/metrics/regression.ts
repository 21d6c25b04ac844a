import { invalidInput } from '../core/errors.ts';
import { checkWeights } from '../core/input.ts';

/** How far predictions are from the truth. */
export interface RegressionScores {
  /** Share of the truth's variance that is explained: 1 is perfect, 0 no better than the mean, below 0 worse; null where the truth does not vary. */
  readonly r2: number | null;
  /** Mean size of the errors, in the unit of the truth. */
  readonly meanAbsoluteError: number;
  /** Root of the mean squared error, in the unit of the truth. */
  readonly rootMeanSquaredError: number;
  /** Mean of the errors' sizes, each as a share of the truth's; null where some truth is 0. */
  readonly meanAbsolutePercentageError: number | null;
}

/**
 * Compares predictions with the truth, row by row.
 * @param weights one a row, 0 or more; default: 1 each
 * @throws `INVALID_INPUT` when the lengths differ, there are no rows, or a value is not finite.
 */
export function regressionScores(truth: ArrayLike<number>, predicted: ArrayLike<number>, weights?: ArrayLike<number>): RegressionScores {
  const rows = truth.length;
  if (rows === 0 || predicted.length !== rows) {
    throw invalidInput('predictions do not match the truth', { expected: `${Math.max(rows, 1)} values`, received: `${predicted.length}` });
  }
  const given = Float64Array.from(checkWeights(weights, rows));
  const heaviest = given.reduce((largest, weight) => Math.max(largest, weight), 0);
  const checked = heaviest > 1e150 ? given.map((weight) => weight / heaviest) : given;
  const unit = unitOf(truth, predicted); // so that no square overflows
  let [total, sum, absolute, squared, share] = [0, 0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const [value, weight] = [truth[row] / unit, checked[row]];
    const error = Math.abs(predicted[row] / unit - value);
    total += weight;
    sum += weight * value;
    absolute += weight * error;
    squared += weight * error * error;
    if (weight > 0) share += weight * (error / Math.abs(value));
  }
  const mean = sum / total;
  let [variation, varies] = [0, false];
  for (let row = 0; row < rows; row++) {
    variation += checked[row] * (truth[row] / unit - mean) * (truth[row] / unit - mean);
    varies ||= truth[row] !== truth[0];
  }
  return {
    r2: varies && variation > 0 ? 1 - squared / variation : null,
    meanAbsoluteError: (absolute / total) * unit,
    rootMeanSquaredError: Math.sqrt(squared / total) * unit,
    meanAbsolutePercentageError: Number.isFinite(share) ? share / total : null,
  };
}

/** 1, or the size of the largest value where its square is near the end of the range of numbers. Throws `INVALID_INPUT`. */
function unitOf(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let largest = 0;
  for (let row = 0; row < truth.length; row++) {
    largest = Math.max(largest, Math.abs(finite(truth, row, 'truth')), Math.abs(finite(predicted, row, 'predicted')));
  }
  return largest > 1e150 ? largest : 1;
}

function finite(values: ArrayLike<number>, row: number, field: string): number {
  const value = values[row];
  if (Number.isFinite(value)) return value;
  throw invalidInput('not a number', { row, field, expected: 'a finite number', received: String(value) });
}
