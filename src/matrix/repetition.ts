import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix } from '../core/types.ts';
import { collapse } from './collapse.ts';
import type { IntakeSource } from './intake.ts';
import { projectDense, type Space } from './space.ts';

/** Of so few rows, equal ones are always joined. */
const FEW_ROWS = 256;
/** Rows looked at, at least, in square roots of all: where equal rows just pay, so many have 32 pairs of equals among them. */
const ROOTS = 4;
/** Joining equal rows pays where at most this share of them differ. */
const WORTH = 1 / 4;

/**
 * Whether equal rows are to be joined: where rows repeat so much that it pays, by a look at the first of them, and where fewer than `least`
 * may differ. How many rows differ in all is told by the pairs of equals among those seen, as birthdays tell the length of the year.
 */
export function repeats(input: DenseInput | DenseMatrix, least: number, space: Space, source: IntakeSource): boolean {
  const { data, rows, columns } = input;
  if (rows <= FEW_ROWS) return true;
  for (let seen = Math.max(Math.ceil(ROOTS * Math.sqrt(rows)), 2 * least); seen < rows; seen *= 2) {
    const some: DenseInput = { kind: 'dense', data: firstValues(data, seen * columns), rows: seen, columns };
    const distinct = collapse(projectDense(some, space, source), new Float64Array(seen)).matrix.rows;
    if (distinct >= least) return (seen * seen) / 2 / (seen - distinct) < WORTH * rows;
  }
  return true;
}

function firstValues(data: ArrayLike<number>, count: number): ArrayLike<number> {
  return ArrayBuffer.isView(data) ? (data as unknown as Float64Array).subarray(0, count) : Array.prototype.slice.call(data, 0, count);
}
