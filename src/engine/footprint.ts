import type { Metric } from '../core/types.ts';
import { blockRows } from '../matrix/blocks.ts';
import { ANSWER_ROWS, MOST_CANDIDATES } from './kernel.ts';
import { boundsFor, keepsGrains, pairBytes, sweepRows } from './strategy.ts';

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
const CORE_BYTES = 33_000;
/** Centroids in a quad of dense ones and in a panel for sparse rows, as in `assembly/quantise.ts` and `assembly/sparse.ts`. */
const QUAD = 4;
const SPARSE_WIDTH = 16;

/**
 * Bytes of WebAssembly memory that one shard takes at most while k-means of this shape runs in it: what wasm.ts, wasm-dense.ts, wasm-sparse.ts and
 * their centroids allocate where rows have no weights.
 */
export function shardBytes(shape: Shape): number {
  const { rows, columns } = shape;
  const ofShard = [
    rows * 4, // labels
    rows * 4, // distances to the nearest seed
    MOST_CANDIDATES * columns * 4 * 2, // candidate seeds and their panel
    MOST_CANDIDATES * 8 * 2, // their potentials and squares
  ];
  const answer = Math.min(rows, ANSWER_ROWS) * 8; // distances to the own centroid, while they are copied out
  // rows that come in are done with before there are centroids
  const intake = shape.values === null ? total([blockRows(shape) * columns * 8, columns * 8]) : 0; // a block of values on their way, column means
  return CORE_BYTES + total([...rowBytes(shape), ...ofShard]) + Math.max(intake, total([...centroidBytes(shape), answer]));
}

/** The same for rows of this shape whose silhouettes are worked out: what wasm-silhouette.ts allocates. */
export function silhouetteBytes({ rows, columns, k, values }: Shape): number {
  const ofRows = values === null ? [rows * columns * 8] : [values * 4, values * 4, (rows + 1) * 4, rows * 8, rows * 4, columns * 8];
  const answers = [rows * 8, (k + 1) * 4, k * 8, k * 8, rows * 8]; // weights, starts and totals of clusters, sums, scores
  return CORE_BYTES + total([...ofRows, ...answers]);
}

function rowBytes({ rows, columns, values }: Shape): number[] {
  if (values === null) return [rows * columns * 4, rows * 4]; // rows, lengths
  return [values * 4, values * 4, (rows + 1) * 4, rows * 8, rows * 4]; // values, indices, offsets, squares, lengths
}

function centroidBytes(shape: Shape): number[] {
  const { columns, k, values } = shape;
  const sums = [k * columns * 8, k * 8, k * 4, k]; // sums, totals, members, touched
  if (values === null) return [...denseCentroidBytes(shape), ...sums];
  const padded = k + SPARSE_WIDTH;
  return [k * columns * 4, padded * columns * 2, padded * 4, k * 8, Math.ceil(columns / 2) * 12, ...sums]; // centroids, table, base, squares, pairs
}

function denseCentroidBytes({ rows, columns, k, metric }: Shape): number[] {
  const padded = Math.ceil(k / QUAD) * QUAD;
  const pairs = Math.ceil(columns / 2) + 1;
  const rowGrains = Math.ceil(columns / 8) * 16;
  const measured = metric === 'euclidean' ? k : 0;
  const always = [
    k * columns * 4, // centroids
    padded * pairs * 4, // quads
    (k + QUAD) * 4, // base
    (k + QUAD) * 4, // numbers
    64 + (k + 1) * rowGrains, // centroids in whole numbers
    (k + 1) * 4, // tails
    k * 4, // squares
    k * 4, // scores
    columns * 32 + 96, // tile
    measured * columns * 8, // squares of what is measured, and the rest of it
    measured * (columns * 16 + 16),
  ];
  const bounds = metric === 'euclidean' ? boundsFor(rows, columns, k) : 'none';
  if (bounds === 'none') return always;
  const grains = keepsGrains(rows, columns) ? 64 + rows * rowGrains : 0;
  const sweep = sweepRows(rows, columns, bounds);
  const kept = [grains, rows * 4, k * columns * 4, k * 4, k * 4]; // rows in whole numbers, keys, centroids before, shifts and their sums
  const open = (sweep + 8) * 4;
  if (bounds === 'keys') return [...always, ...kept, open];
  if (bounds === 'near') return [...always, ...kept, open + (sweep + k) * 4, k * (k * 6 + 40) + 2 * k * k * pairs + 64]; // room, lists of near centroids
  const batch = Math.max(32, Math.min(256, Math.floor(65_536 / rowGrains / 4) * 4)); // rows that are looked at together, as in `assembly/elkan.ts`
  const room = open + batch * ((k / 4 + 16) * 7 + rowGrains) + (k + 16) * 7 + padded * 32 + 64;
  return [...always, ...kept, room, pairBytes(rows, k), Math.ceil((k + 1) / 8) * 48]; // room, bounds, what centroids moved
}

/** Bytes of several allocations. */
function total(allocations: readonly number[]): number {
  return allocations.reduce((sum, bytes) => sum + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT, 0);
}
