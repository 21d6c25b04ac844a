/** How a shard of dense euclidean rows avoids distances. */
export interface BoundsStrategy {
  /** Lower bounds a row. */
  readonly groups: number;
  /** Panels of centroids in a group. */
  readonly groupPanels: number;
  /** Work out the distance to the own centroid before looking into groups. */
  readonly tighten: boolean;
}

/** Up to this many centroids of few columns, one lower bound a row does best; beyond, a bound for each of several groups. */
const FEW_CENTROIDS = 64;
/** From so many columns on a distance costs so much that every panel is worth a bound of its own. */
const MANY_COLUMNS = 64;
/** Groups at most for few and for many columns. */
const MOST_GROUPS = { few: 8, many: 32 };
/** Bounds take at most this many bytes, or twice what the rows take where that is more. */
const LEAST_CAP = 64 * 2 ** 20;

/**
 * How many groups of centroids a shard keeps bounds for; null: none, every row is compared with every centroid. The rule was measured on
 * blobs and uniform rows of 2 to 784 columns; it changes the time, never a label.
 * @param width Centroids in a panel.
 */
export function boundsFor(rows: number, columns: number, k: number, width: number): BoundsStrategy | null {
  if (rows === 0 || k === 1) return null;
  const panels = Math.ceil(k / width);
  const many = columns >= MANY_COLUMNS;
  const wanted = k <= FEW_CENTROIDS && !many ? 1 : Math.min(panels, many ? MOST_GROUPS.many : MOST_GROUPS.few);
  const affordable = Math.max(1, Math.floor(Math.max(LEAST_CAP, 8 * rows * columns) / (4 * rows)) - 1);
  const groupPanels = Math.ceil(panels / Math.min(wanted, affordable));
  const groups = Math.ceil(panels / groupPanels);
  return { groups, groupPanels, tighten: groups > 1 };
}
