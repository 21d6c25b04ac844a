/** How a shard of dense euclidean rows avoids distances. */
export interface BoundsStrategy {
  /** Lower bounds a row. */
  readonly groups: number;
  /** Panels of centroids in a group. */
  readonly groupPanels: number;
  /** Work out the distance to the own centroid before looking into groups. */
  readonly tighten: boolean;
}

const g = globalThis as unknown as { STRAT?: (rows: number, columns: number, k: number, width: number) => BoundsStrategy | null };
export function boundsFor(rows: number, columns: number, k: number, width: number): BoundsStrategy | null {
  if (rows === 0 || k === 1) return null;
  return g.STRAT ? g.STRAT(rows, columns, k, width) : { groups: 1, groupPanels: Math.ceil(k / width), tighten: true };
}
