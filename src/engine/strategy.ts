/**
 * What a shard of dense euclidean rows knows of distances: nothing, so that every row is compared with every centroid; a key for each row, see
 * `assembly/hamerly.ts`; also which centroids are near each other, see `assembly/near.ts`; or a lower bound for each row and centroid too, see
 * `assembly/elkan.ts`.
 */
export type Bounds = 'none' | 'keys' | 'near' | 'pairs';

/** From so many columns, and values in all centroids, on, bounds for pairs save more distances than they cost. */
const PAIR_COLUMNS = 32;
const PAIR_VALUES = 2 ** 12;
/** Up to so many columns, from so many centroids and rows a centroid on, most centroids are so far from a row that it pays to work out which, by k² distances. */
const NEAR = [
  { columns: 4, k: 64, rows: 32 },
  { columns: 8, k: 128, rows: 256 },
];
/** They take at most this many bytes, or four times what the rows take where that is more. */
const LEAST_CAP = 2 ** 27;
/** Centroids are numbered by 16 bits there. */
const MOST_CENTROIDS = 2 ** 16 - 16;

/**
 * What a shard of dense euclidean rows keeps. The rule was measured on blobs and uniform rows of 2 to 784 columns; it changes the time, never a label.
 */
export function boundsFor(rows: number, columns: number, k: number): Bounds {
  if (rows === 0 || k === 1) return 'none';
  if (NEAR.some((least) => columns <= least.columns && k >= least.k && rows >= k * least.rows)) return 'near';
  const pays = columns >= PAIR_COLUMNS && k * columns >= PAIR_VALUES && k <= MOST_CENTROIDS;
  return pays && pairBytes(rows, k) <= Math.max(LEAST_CAP, 16 * rows * columns) ? 'pairs' : 'keys';
}

/** Bytes of bounds for pairs, as in `assembly/pairs.ts`. */
export function pairBytes(rows: number, k: number): number {
  return rows * Math.ceil((k + 1) / 8) * 16;
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
const MOST_SORTED = 2 ** 14;

/** Rows of a sweep of rows that have bounds, a multiple of 64; where they are sorted by label, enough that many have the same. */
export function sweepRows(rows: number, columns: number, bounds: Bounds): number {
  const wanted = bounds === 'near' ? MOST_SORTED : Math.min(MOST_SWEEP, Math.max(LEAST_SWEEP, Math.floor(SWEEP_BYTES / columns / 4)));
  return Math.ceil(Math.min(wanted, rows) / 64) * 64;
}
