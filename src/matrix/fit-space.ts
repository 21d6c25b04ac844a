import { checkFinite, type DenseInput } from '../core/input.ts';
import type { DenseMatrix, Metric, Weights } from '../core/types.ts';
import { withBlocks } from './blocks.ts';
import type { IntakeSource } from './intake.ts';
import { selectRaw } from './select-raw.ts';
import { type ComingRows, isSparse, type NumericInput, type Space } from './space.ts';

/**
 * Learns the space of the given rows; `weights` has one value a row. `source` does the arithmetic.
 * @throws `INVALID_INPUT` naming row and column of the first value that is not finite.
 */
export function fitSpace(input: NumericInput, metric: Metric, weights: Weights, source: IntakeSource): Space {
  const { columns } = input;
  if (metric === 'cosine') return { metric, columns, offset: null, scale: 1 };
  if (isSparse(input)) return { metric, columns, offset: null, scale: scaleFor(largest(input.values)) };
  const { means, least, most } = surveyColumns(input, weights, source);
  const offset = means.map((mean, column) => roundTo(mean, scaleFor(most[column] - least[column]) * 2 ** 16));
  let reach = 0;
  for (let column = 0; column < columns; column++) reach = Math.max(reach, most[column] - offset[column], offset[column] - least[column]);
  return { metric, columns, offset, scale: scaleFor(reach) };
}

/** Rows looked at where there are more than twice as many: so many values in all, within limits. */
const SEEN_VALUES = 2 ** 16;
const LEAST_SEEN = 256;
const MOST_SEEN = 4096;
/** Squared length beyond which a row is too far out for a space that was learned from others. */
const FAR = 2 ** 40;

/** A space, and the squared length up to which rows are within its reach. */
export type Guess = Pick<ComingRows, 'space' | 'most'>;

/**
 * The euclidean space of dense rows by some of them, evenly spread: as good a centre and scale as all of them have, unless others lie far out. Null where rows
 * are too few for that to be worth it, and where what is looked at is no number.
 */
export function guessSpace(input: DenseInput | DenseMatrix, source: IntakeSource): Guess | null {
  const { rows, columns } = input;
  const most = Math.max(LEAST_SEEN, Math.min(MOST_SEEN, Math.floor(SEEN_VALUES / columns)));
  const stride = Math.floor(rows / most);
  if (stride < 2) return null;
  const some = selectRaw(
    input,
    new Int32Array(most).map((_, i) => i * stride),
  );
  try {
    return { space: fitSpace(some, 'euclidean', new Uint8Array(most).fill(1), source), most: FAR };
  } catch {
    return null; // what is wrong is told by whoever looks at all rows
  }
}

interface Columns {
  /** Weighted means. */
  readonly means: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** One pass over the values: means, relative to the first row so that an offset common to all rows costs no precision, and extremes. */
function surveyColumns(input: DenseInput | DenseMatrix, weights: Weights, source: IntakeSource): Columns {
  const first = Float64Array.from({ length: input.columns }, (_, column) => input.data[column]);
  let total = 0;
  if (weights instanceof Uint8Array) total = weights.length;
  else for (const weight of weights) total += weight;
  return withBlocks(input, source, (intake, eachOne) => {
    intake.startSurvey(first);
    eachOne((row, count) => intake.survey(weights.subarray(row, row + count)));
    const { sums, least, most } = intake.surveyed();
    const means = sums.map((sum, column) => sum / total + first[column]);
    if (!means.every(Number.isFinite)) checkFinite(input);
    return { means, least: least.slice(), most: most.slice() };
  });
}

/** The nearest multiple of 1 / `grid`: near enough to centre a column, and the same to the bit whatever the order of the rows or their repetition. */
function roundTo(mean: number, grid: number): number {
  return Math.abs(mean) < 2 ** 900 ? Math.round(mean * grid) / grid : mean;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** The power of two that brings `most` into [½, 1); 1 for 0. */
function scaleFor(most: number): number {
  let scale = 1;
  if (most === 0) return scale;
  while (most * scale >= 1) scale /= 2;
  while (most * scale < 0.5 && scale < 2 ** 900) scale *= 2;
  return scale;
}
