import type { Matrix } from '../../core/types.ts';
import type { Predictor } from '../../engine/kernel.ts';
import type { RawRows } from '../../matrix/space.ts';
import type { Clustering } from '../clustering.ts';
import { rowAt } from './row.ts';
import { KEY_WORDS, writeKey } from './row-key.ts';
import { holds, inRadius, laterHolder, nearestCentroids } from './territory.ts';

/** Predictors of a model; each is asked for only where it is needed. */
export interface Predictors {
  /** By the anchors of the fit. */
  readonly first: () => Predictor;
  /** By the centroids where they are now. */
  readonly now: () => Predictor;
  /** Rows in the model's space. */
  readonly toMatrix: (rows: Matrix | RawRows) => Matrix;
}

/**
 * Labels of rows. A row that lies in a territory, or ever got a label, has the label that goes with it. Any other has the label of its nearest centroid,
 * or with `unknown`, where it lies beyond that centroid's radius, -1.
 */
export function labelRows(clustering: Clustering, rows: Matrix | RawRows, predictors: Predictors, unknown: boolean): Int32Array {
  const { ids, updates, centroids, space } = clustering;
  // as long as no centroid has moved or come, rows that have a label have their nearest centroid's
  if (updates === 0 && !unknown) {
    const labels = predictors.first().labels(rows);
    for (let i = 0; i < labels.length; i++) labels[i] = ids[labels[i]];
    return labels;
  }
  const matrix = predictors.toMatrix(rows);
  const nearest = predictors.first().labels(matrix);
  const ledger = clustering.ledger();
  const key = new Uint32Array(KEY_WORDS);
  const labels = nearest.map((cluster, i) => {
    const row = rowAt(matrix, i, space);
    if (holds(ledger, cluster, row, space)) return ids[cluster];
    writeKey(row, key, 0);
    const own = ledger.memory.find(key, 0);
    const holder = own >= 0 ? own : laterHolder(ledger, row, space);
    return holder >= 0 ? ids[holder] : -1;
  });
  const strangers = Int32Array.from(labels.keys()).filter((i) => labels[i] < 0);
  nearestCentroids(matrix, strangers, centroids, space, predictors.now).forEach((cluster, place) => {
    const i = strangers[place];
    if (!unknown || inRadius(clustering, cluster, rowAt(matrix, i, space))) labels[i] = ids[cluster];
  });
  return labels;
}
