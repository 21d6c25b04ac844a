/** How a shard of dense euclidean rows avoids distances. */
export interface BoundsStrategy {
  /** Lower bounds a row. */
  readonly groups: number;
  /** Panels of centroids in a group. */
  readonly groupPanels: number;
  /** Work out the distance to the own centroid before looking into groups. */
  readonly tighten: boolean;
}

/**
 * How many groups of centroids a shard keeps bounds for; null: none, every row is compared with every centroid.
 * @param width Centroids in a panel.
 */
export function boundsFor(rows: number, k: number, width: number): BoundsStrategy | null {
  if (rows === 0 || k === 1) return null;
  return { groups: 1, groupPanels: Math.ceil(k / width), tighten: false };
}
