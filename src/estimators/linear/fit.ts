import { ElementsClusteringError } from '../../core/errors.ts';
import type { Pace } from '../../core/pace.ts';
import type { Frame } from '../../features/frame/types.ts';
import type { RegressionData } from '../regression/data.ts';
import { designColumn, type Moments, momentsOf, writeScores } from './design.ts';
import { termsOf } from './terms.ts';
import { absorb, emptyTriangle, solve, type Triangle } from './triangle.ts';

/** What a linear regression learned; plain data that the frame gives a meaning to. */
export interface LinearModel {
  readonly frame: Frame;
  /** Predictions are e to the power of what the terms add up to. */
  readonly logTarget: boolean;
  /** One a term, see `termsOf`: what its column is multiplied with. */
  readonly coefficients: Float64Array;
  /** One a term: mean of its column, which stands in for a missing number. */
  readonly means: Float64Array;
  /** Mean of the target, or of its logarithm. */
  readonly center: number;
  /** Terms that those before them already say all of; their coefficient is 0. */
  readonly dropped: readonly number[];
}

export interface LinearSettings {
  readonly l2: number;
  readonly logTarget: boolean;
}

const BLOCK = 256;
/** Most columns of a design: the time grows with their square. */
export const MAX_COLUMNS = 2048;
/** A column with less than this share of its length left beside the columns before it is dropped. */
const TOLERANCE = 1e-10;

/**
 * Least squares, with a penalty of `l2` × the sum of squared coefficients (ridge: Hoerl & Kennard 1970) on columns that are centred but not scaled; the
 * mean is not penalised. Columns are scaled while solving, by QR.
 * @throws `TOO_LARGE` for more than 2,048 columns, `ABORTED`.
 */
export async function fitLinear(
  { frame, columns, targets, weights }: RegressionData,
  { l2, logTarget }: LinearSettings,
  pace: Pace,
  onDone?: (share: number) => void,
): Promise<LinearModel> {
  const { terms } = termsOf(frame);
  if (terms.length > MAX_COLUMNS) throw tooManyColumns(terms.length);
  const design = terms.map((term) => {
    const field = frame.fields[term.field];
    return designColumn(term, columns[term.field], field.kind === 'category' ? field.levels.length : 0);
  });
  const moments: Moments[] = [];
  for (const column of design) {
    moments.push(momentsOf(column, weights));
    await pace();
  }
  const target = (row: number): number => targets[row];
  const center = momentsOf(target, weights);
  const roots = weights.map(Math.sqrt);
  const triangle = emptyTriangle(terms.length + 1);
  const rows = targets.length;
  for (let first = 0; first < rows; first += BLOCK) {
    const count = Math.min(BLOCK, rows - first);
    const block = new Float64Array((terms.length + 1) * count);
    design.forEach((column, j) => {
      writeScores(column, moments[j], roots, first, block.subarray(j * count, (j + 1) * count));
    });
    writeScores(target, center, roots, first, block.subarray(terms.length * count));
    absorb(triangle, block, count);
    onDone?.((first + count) / rows);
    await pace();
  }
  penalise(triangle, moments, l2);
  const { coefficients, dropped } = solve(triangle, TOLERANCE);
  return {
    frame,
    logTarget,
    coefficients: coefficients.map((value, j) => (moments[j].spread === 0 ? 0 : (value * center.spread) / moments[j].spread)),
    means: Float64Array.from(moments, ({ mean }) => mean),
    center: center.mean,
    dropped,
  };
}

/** The penalty as rows of its own: one a column, √l2 over its spread there and 0 elsewhere. */
function penalise(triangle: Triangle, moments: readonly Moments[], l2: number): void {
  const count = moments.length;
  if (l2 === 0) return;
  const block = new Float64Array(triangle.columns * count);
  moments.forEach(({ spread }, j) => {
    block[j * count + j] = spread === 0 ? 0 : Math.sqrt(l2) / spread;
  });
  absorb(triangle, block, count);
}

function tooManyColumns(count: number): Error {
  const details = { expected: `at most ${MAX_COLUMNS} columns: fewer fields or levels`, received: `${count}` };
  return new ElementsClusteringError('TOO_LARGE', `linear regression on ${count} columns: expected ${details.expected}`, details);
}
