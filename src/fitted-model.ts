import type { Warning } from './core/types.ts';
import type { CurvePoint } from './estimators/auto-k.ts';
import { inUnits, type LineageEntry } from './estimators/update/ledger.ts';
import { unproject } from './matrix/space.ts';
import type { DescribedClustering } from './model/profile.ts';

/** Numbers in rows, row-major. */
export interface RowsOfNumbers {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** What a model has learned. Every property throws `NOT_FITTED` before there is anything. */
export abstract class FittedModel {
  /**
   * All that was learned, or `NOT_FITTED`.
   * @internal
   */
  protected abstract clustering(): DescribedClustering;

  /** Labels of the training rows. */
  get labels(): Int32Array {
    const { labels, ids } = this.clustering();
    return labels.map((cluster) => ids[cluster]);
  }

  /** Centroids, one a row, with labels as in `ids`, in the units of the data; for records in the columns of the encoding. */
  get centroids(): RowsOfNumbers {
    const { centroids, space, k } = this.clustering();
    return { data: unproject(centroids, space), rows: k, columns: space.columns };
  }

  /** Weight of the rows, in fit and updates, of each centroid: their number where no weights were given. */
  get counts(): Float64Array {
    return this.clustering().counts.slice();
  }

  /** The objective: sum over the training rows of weight × squared distance (or 1 − cosine) to the own centroid. */
  get inertia(): number {
    return this.clustering().inertia;
  }

  /** Iterations of the start that was kept. */
  get iterations(): number {
    return this.clustering().iterations;
  }

  /** Number of labels in use; after a fit fewer than asked for only where fewer rows differ. */
  get effectiveK(): number {
    return new Set(this.clustering().ids).size;
  }

  /** What `k: 'auto'` looked at: a point for each number of clusters, rising; null where k was given. */
  get curve(): readonly CurvePoint[] | null {
    return this.clustering().curve;
  }

  /** What the fit met that its user should know. */
  get warnings(): readonly Warning[] {
    return this.clustering().warnings;
  }

  /** The label of each centroid: that of its row in `centroids` and `counts` and of its column in `transform`. Merged clusters share one. */
  get ids(): Int32Array {
    return this.clustering().ids.slice();
  }

  /** How far each centroid reaches, in the units of the data or as 1 − cosine: a new row within it joins. */
  get radii(): Float64Array {
    const { ledger, space } = this.clustering();
    return ledger().radii.map((radius) => inUnits(radius, space));
  }

  /** The name of each cluster, by label, as `describe` has them too. */
  get names(): ReadonlyMap<number, string> {
    const { ids, told } = this.clustering();
    const { names } = told();
    return new Map(Array.from(new Set(ids), (label) => [label, names[label]]));
  }

  /** What became of labels after the fit: clusters found, merged and taken from other models, in this order. */
  get lineage(): readonly LineageEntry[] {
    return [...this.clustering().ledger().lineage];
  }

  /** Different rows that wait for a label. */
  get waiting(): number {
    return this.clustering().ledger().pool.size;
  }
}
