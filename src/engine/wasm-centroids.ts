import type { Matrix, Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';

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
  /** Length of the longest centroid. */
  largest: number;
}

/** Room for k centroids that rows of this kind are compared with; `withSums` for sums of those rows too. */
export function placeCentroids(arena: Arena, kind: Matrix['kind'], k: number, columns: number, withSums: boolean): PackedCentroids {
  const padded = k + panelWidth(arena, kind);
  return {
    k,
    centroids: arena.alloc(k * columns * 4),
    panels: arena.alloc(padded * columns * 4),
    base: arena.alloc(padded * 4),
    squares: arena.alloc(k * 8),
    sums: withSums ? arena.alloc(k * columns * 8) : 0,
    totals: withSums ? arena.alloc(k * 8) : 0,
    largest: 0,
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
  arena.f32(to.centroids, to.k * columns).set(values.subarray(0, to.k * columns));
  core.packPanels(to.centroids, to.k, columns, width, cosine ? -1 : -2, to.panels);
  to.largest = Math.sqrt(core.packBase(to.centroids, to.k, columns, width, cosine, to.squares, to.base));
}

function panelWidth({ core }: Arena, kind: Matrix['kind']): number {
  return kind === 'dense' ? core.denseWidth.value : core.sparseWidth.value;
}
