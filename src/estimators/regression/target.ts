import { exp } from '../../core/exp.ts';

/** A prediction of the target itself from one of the target or of its logarithm; never beyond the range of numbers. */
export function ofTarget(sum: number, logTarget: boolean): number {
  return logTarget ? Math.min(exp(sum), Number.MAX_VALUE) : sum;
}

/** Predicts rows, given as one column a field, one by one. */
export function predictEach(predict: (row: Float64Array) => number, columns: readonly Float64Array[]): Float64Array {
  const row = new Float64Array(columns.length);
  return columns[0].map((_, i) => {
    for (let field = 0; field < columns.length; field++) row[field] = columns[field][i];
    return predict(row);
  });
}
