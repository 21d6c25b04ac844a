import type { Metric } from '../core/types.ts';
import { ANSWER_ROWS, MOST_CANDIDATES } from './kernel.ts';
import { boundsFor } from './strategy.ts';

/** The measures of a task. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly k: number;
  /** Values that sparse rows hold in all; null for dense rows. */
  readonly values: number | null;
  readonly metric: Metric;
}

/** What one WebAssembly instance can address: 65,536 pages. */
export const MOST_WASM_BYTES = 2 ** 32;

/** Every allocation starts at a multiple of this; see `assembly/memory.ts`. */
const ALIGNMENT = 64;
/** The core's own data, about. */
const CORE_BYTES = 3072;
/** Centroids in a panel, as in `assembly/tile.ts` and `assembly/sparse.ts`. */
const DENSE_WIDTH = 8;
const SPARSE_WIDTH = 16;
/** Rows that share a block of bounds, as in `assembly/bounds.ts`. */
const BOUNDS_ROWS = 64;

/**
 * Bytes of WebAssembly memory that one shard takes at most while k-means of this shape runs in it: what wasm.ts, wasm-rows.ts and
 * wasm-centroids.ts allocate, in their order.
 */
export function shardBytes(shape: Shape): number {
  const { rows, columns } = shape;
  const ofShard = [
    rows * 8, // weights
    rows * 4, // labels
    rows * 4, // distances to the nearest seed
    MOST_CANDIDATES * columns * 4 * 2, // candidate seeds and their panel
    MOST_CANDIDATES * 8 * 2, // their potentials and squares
  ];
  const answer = Math.min(rows, ANSWER_ROWS) * 8; // distances to the own centroid, while they are copied out
  return CORE_BYTES + [...rowBytes(shape), ...ofShard, ...centroidBytes(shape), answer].reduce((sum, bytes) => sum + aligned(bytes), 0);
}

function rowBytes({ rows, columns, values }: Shape): number[] {
  if (values === null) return [(rows + 3) * columns * 4, rows * 4]; // rows padded to whole tiles, lengths
  return [values * 4, values * 4, (rows + 1) * 4, rows * 8, rows * 4]; // values, indices, offsets, squares, lengths
}

function centroidBytes({ rows, columns, k, values, metric }: Shape): number[] {
  const padded = k + (values === null ? DENSE_WIDTH : SPARSE_WIDTH);
  const always = [
    k * columns * 4, // centroids
    padded * columns * 4, // panels
    padded * 4, // base
    k * 8, // squares
    k * columns * 8, // sums
    k * 8, // totals
    k * 4, // members
  ];
  const bounds = values === null && metric === 'euclidean' ? boundsFor(rows, columns, k, DENSE_WIDTH) : null;
  if (bounds === null) return always;
  const lanes = Math.ceil(rows / BOUNDS_ROWS) * BOUNDS_ROWS * 4;
  return [...always, lanes * (bounds.groups + 1), k * columns * 4, k * 4, bounds.groups * 4]; // bounds, centroids before, shifts, group shifts
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
