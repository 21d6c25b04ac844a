import type { Matrix, Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';
import { boundsFor } from './strategy.ts';

/** Where centroids, and what is worked out of them, live in the arena. */
export interface PackedCentroids {
  readonly k: number;
  /** f32, k × columns. */
  readonly centroids: number;
  /** f32, panels of −2c (euclidean) or −c (cosine). */
  readonly panels: number;
  /** f32, what a score starts from, padded to whole panels. */
  readonly base: number;
  /** f64, squared lengths. */
  readonly squares: number;
  /** f64, k × columns: sums of the rows by label. */
  readonly sums: number;
  /** f64, k: weights by label. */
  readonly totals: number;
  /** i32, k: rows by label that weigh something. */
  readonly members: number;
  readonly bounds: Bounds | null;
  /** Length of the longest centroid. */
  largest: number;
}

/** Where bounds on the rows' distances, and what they are kept up with, live in the arena. */
export interface Bounds {
  readonly groupPanels: number;
  readonly tighten: boolean;
  /** f32, see `assembly/bounds.ts`. */
  readonly address: number;
  /** f32, k × columns: the centroids before the last move. */
  readonly before: number;
  /** f32, k. */
  readonly shifts: number;
  /** f32, one a group. */
  readonly groupShifts: number;
}

/** Room for k centroids that rows of this kind are compared with; with `rows` for sums, and perhaps bounds, of that many rows too. */
export function placeCentroids(arena: Arena, kind: Matrix['kind'], k: number, columns: number, metric: Metric, rows = 0): PackedCentroids {
  const padded = k + panelWidth(arena, kind);
  return {
    k,
    centroids: arena.alloc(k * columns * 4),
    panels: arena.alloc(padded * columns * 4),
    base: arena.alloc(padded * 4),
    squares: arena.alloc(k * 8),
    sums: rows > 0 ? arena.alloc(k * columns * 8) : 0,
    totals: rows > 0 ? arena.alloc(k * 8) : 0,
    members: rows > 0 ? arena.alloc(k * 4) : 0,
    bounds: kind === 'dense' && metric === 'euclidean' ? placeBounds(arena, rows, columns, k) : null,
    largest: 0,
  };
}

function placeBounds(arena: Arena, rows: number, columns: number, k: number): Bounds | null {
  const strategy = boundsFor(rows, columns, k, panelWidth(arena, 'dense'));
  if (strategy === null) return null;
  return {
    ...strategy,
    address: arena.alloc(arena.core.boundsBytes(rows, strategy.groups)),
    before: arena.alloc(k * columns * 4),
    shifts: arena.alloc(k * 4),
    groupShifts: arena.alloc(strategy.groups * 4),
  };
}

/** Fills in the centroids' values and all that follows from them. */
export function packCentroids(
  arena: Arena,
  kind: Matrix['kind'],
  values: Float32Array,
  columns: number,
  metric: Metric,
  to: PackedCentroids,
): void {
  const { core } = arena;
  const width = panelWidth(arena, kind);
  const cosine = Number(metric === 'cosine');
  const now = arena.f32(to.centroids, to.k * columns);
  if (to.bounds) arena.f32(to.bounds.before, to.k * columns).set(now);
  now.set(values.subarray(0, to.k * columns));
  if (to.bounds) {
    const { before, groupPanels, shifts, groupShifts } = to.bounds;
    core.measureShifts(before, to.centroids, to.k, columns, groupPanels * width, shifts, groupShifts);
  }
  core.packPanels(to.centroids, to.k, columns, width, cosine ? -1 : -2, to.panels);
  to.largest = Math.sqrt(core.packBase(to.centroids, to.k, columns, width, cosine, to.squares, to.base));
}

function panelWidth({ core }: Arena, kind: Matrix['kind']): number {
  return kind === 'dense' ? core.denseWidth.value : core.sparseWidth.value;
}
