import type { ElementRecord, Metric, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { fitEncoder } from '../features/fit-encoder.ts';
import type { Layout } from '../features/types.ts';
import { groupRows } from './groups.ts';
import { toPoints } from './points.ts';
import { meanScore, type SilhouetteOptions } from './silhouette.ts';
import { silhouettes } from './silhouettes.ts';

/** How good a partition of records is, as far as can be told without a truth, in a space that does not depend on the model that made it. */
export interface Quality {
  /** Q, −1 to 1, higher is better: the mean of the two below. */
  readonly score: number;
  /** Mean silhouette of all records; 0 where all are in one cluster. */
  readonly allRecords: number;
  /** Mean silhouette of the distinct records, each taken once; 0 where all are in one cluster. */
  readonly distinctRecords: number;
  /** Distinct records scored: all of them in a space of tokens, else `sampleSize` at most. */
  readonly scored: number;
  /** How the reference records became rows. */
  readonly layout: Layout;
  /** The distance that this layout is for: `'cosine'` for tokens, `'euclidean'` for a table. */
  readonly metric: Metric;
}

/** Records with labels, to be scored. */
export interface LabelledRecords {
  readonly records: readonly ElementRecord[];
  /** One a record; -1 is unknown. */
  readonly labels: Int32Array;
  /** One a record. */
  readonly weights: Weights;
  /** Records that the reference space is learned from, with the default options of features. */
  readonly reference: readonly ElementRecord[];
}

/**
 * Q of a partition. Taken over the distinct records alone, a copied record does not make a cluster by itself, and taken over all, frequent ones count
 * as often as they are met. Records that are equal in the reference space but not in their label count as two. Singletons, unknown records among
 * them, score 0.
 */
export async function scoreQuality(
  kernel: Kernel,
  { records, labels, weights, reference }: LabelledRecords,
  options: Omit<SilhouetteOptions, 'metric'>,
): Promise<Quality> {
  await options.pace();
  const encoder = fitEncoder(reference);
  const { layout, columns } = encoder;
  const metric: Metric = layout === 'tokens' ? 'cosine' : 'euclidean';
  const rows = encoder.encode(records);
  const groups = groupRows(rows, labels, weights);
  const points = toPoints(rows, groups.firsts, { metric, columns, offset: null, scale: 1 });
  const once = groups.weights.map(Math.sign);
  const all = await silhouettes(kernel, points, groups, groups.weights, { ...options, metric });
  const distinct = await silhouettes(kernel, points, groups, once, { ...options, metric });
  const [allRecords, distinctRecords] = [meanScore(all, groups.weights) ?? 0, meanScore(distinct, once) ?? 0];
  const scored = all.reduce((count, score) => count + Number(!Number.isNaN(score)), 0);
  return { score: (allRecords + distinctRecords) / 2, allRecords, distinctRecords, scored, layout, metric };
}
