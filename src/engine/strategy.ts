/** How a shard of dense euclidean rows avoids distances; see `assembly/bounds.ts` and `assembly/groups.ts`. */
export interface BoundsStrategy {
  /** Lower bounds a row: one for each group of centroids. */
  readonly groups: number;
  /** Quads of centroids in a group. */
  readonly groupQuads: number;
}

/** From so many values in all centroids on, a lower bound for each group saves more distances than it costs. */
const MANY_VALUES = 2 ** 14;
/** Groups at most. */
const MOST_GROUPS = 32;
/** Bounds take at most this many bytes, or twice what the rows take where that is more. */
const LEAST_CAP = 64 * 2 ** 20;

/**
 * How the rows of a shard keep bounds; null: not at all, every row is compared with every centroid. The rule was measured on blobs and uniform rows
 * of 2 to 784 columns; it changes the time, never a label.
 * @param width Centroids in a quad.
 */
export function boundsFor(rows: number, columns: number, k: number, width: number): BoundsStrategy | null {
  if (rows === 0 || k === 1) return null;
  const quads = Math.ceil(k / width);
  // bounds come in whole fours, with one upper bound beside them
  const affordable = Math.max(1, 4 * Math.floor(Math.max(LEAST_CAP, 8 * rows * columns) / (16 * rows) - 1 / 4));
  const wanted = k * columns >= MANY_VALUES ? Math.min(MOST_GROUPS, quads) : 1;
  const groupQuads = Math.ceil(quads / Math.min(wanted, affordable));
  return { groups: Math.ceil(quads / groupQuads), groupQuads };
}

/** From so many columns on rows are kept in whole numbers too, up to so many values. */
const LEAST_COLUMNS = 32;
const MOST_VALUES = 2 ** 23;

/** Whether dense euclidean rows are kept in whole numbers too, which takes half as much memory again and spares every pass some work. */
export function keepsGrains(rows: number, columns: number): boolean {
  return columns >= LEAST_COLUMNS && rows * columns <= MOST_VALUES;
}

/** Bytes of rows that are swept at a time: what the second level of cache holds beside the rest. */
const SWEEP_BYTES = 2 ** 18;
const LEAST_SWEEP = 128;
const MOST_SWEEP = 4096;

/** Rows of a sweep of rows that have bounds, a multiple of 64. Those with groups are swept in long sweeps, so that many are alike. */
export function sweepRows(rows: number, columns: number, groups: number): number {
  const wanted = groups > 1 ? MOST_SWEEP : Math.min(MOST_SWEEP, Math.max(LEAST_SWEEP, Math.floor(SWEEP_BYTES / columns / 4)));
  return Math.ceil(Math.min(wanted, rows) / 64) * 64;
}
