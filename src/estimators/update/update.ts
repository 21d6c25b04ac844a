import { numberIn, wholeIn } from '../../core/check-option.ts';
import { createPace, type Pace } from '../../core/pace.ts';
import type { Matrix, Progress, Weights } from '../../core/types.ts';
import { collapse } from '../../matrix/collapse.ts';
import { selectRows } from '../../matrix/select-rows.ts';
import type { Clustering } from '../clustering.ts';
import { detect } from './detect.ts';
import { Draft } from './draft.ts';
import type { Predictors } from './label-rows.ts';
import { rowAt } from './row.ts';
import { KEY_WORDS, writeKey } from './row-key.ts';
import { holds, inRadius, laterHolder, nearestCentroids } from './territory.ts';

export interface UpdateOptions {
  /** One weight a row, 0 or more: a row of weight 2 counts as two equal rows. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Rows that a group of waiting ones must have to become a cluster, equal ones counted each (default 5). */
  readonly minClusterSize?: number;
  /** Rows after whose joining what a centroid was before counts half (default: it counts as it is, and the centroid is the mean of all). */
  readonly halfLife?: number;
  /** Different rows that wait at most (default 10,000); of more, those are forgotten that came longest ago. */
  readonly maxWaiting?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the update, which then throws `ABORTED` and changes nothing. */
  readonly signal?: AbortSignal;
}

/** A cluster among rows that waited. */
export interface FoundCluster {
  readonly label: number;
  /** Weight of its rows, those that had been waiting included. */
  readonly size: number;
}

/** What an update did to labels. */
export interface LabelUpdate {
  /** One a row: the label it has from now on; -1 for a row that waits. */
  readonly labels: Int32Array;
  readonly newLabels: readonly FoundCluster[];
  /** Rows that had their label before. Rows of numbers are remembered only where their place does not tell their label; others count as joined. */
  readonly repeated: number;
  /** Rows that joined a known cluster. */
  readonly joined: number;
  /** Different rows that now wait, from this update and earlier ones. */
  readonly waiting: number;
  /** How far each centroid moved, in the order of `centroids`: euclidean (not squared) in the units of the data, or 1 − cosine. */
  readonly drift: Float64Array;
}

/** The model to update, and whoever keeps it. */
export interface Subject<Told> {
  readonly clustering: Clustering;
  /** Its centroids in the engine, where that is needed. */
  readonly predictors: Predictors;
  /** Works out what is to be told of the clusters, before anything changes. */
  readonly tell: (rows: LabelledRows) => Promise<Told>;
  /** Puts the model that comes of it in the place of this one, in the same turn. */
  readonly replace: (clustering: Clustering, told: Told) => void;
}

/** Rows of an update with the labels that they will have. */
export interface LabelledRows {
  /** One a row; -1 for a row that waits. */
  readonly labels: Int32Array;
  readonly weights: Weights;
  /** Centroids that there will be; labels lie below. */
  readonly k: number;
  /** Labels that are new. */
  readonly found: readonly number[];
}

/** Rows between two turns. */
const SLICE = 1024;

/** Fills in the defaults; throws `INVALID_OPTION`. */
export function resolveUpdate({
  minClusterSize = 5,
  halfLife = Infinity,
  maxWaiting = 10_000,
}: UpdateOptions): Required<Pick<UpdateOptions, 'minClusterSize' | 'halfLife' | 'maxWaiting'>> {
  return {
    minClusterSize: wholeIn('minClusterSize', minClusterSize, 1, 2 ** 31),
    halfLife: numberIn('halfLife', halfLife, 1, Infinity),
    maxWaiting: wholeIn('maxWaiting', maxWaiting, 0, 2 ** 31),
  };
}

/** Takes rows, `weights` one a row, into a model; see the class for what it promises. */
export async function updateClustering<Told>(
  subject: Subject<Told>,
  encode: () => Matrix,
  weights: Weights,
  options: UpdateOptions,
): Promise<LabelUpdate> {
  const { clustering } = subject;
  const { minClusterSize, halfLife, maxWaiting } = resolveUpdate(options);
  const pace = createPace(options.signal);
  const report = (phase: Progress['phase'], done: number): void => options.onProgress?.({ phase, done });
  await pace();
  report('features', 0);
  const { matrix, weights: sums, index } = collapse(encode(), weights);
  const batch: Batch = {
    matrix,
    weights: sums,
    keys: new Uint32Array(matrix.rows * KEY_WORDS),
    clusters: new Int32Array(matrix.rows).fill(-1),
    repeated: new Uint8Array(matrix.rows),
  };
  const { clusters } = batch;
  const draft = new Draft(clustering, index.length);
  await recall(draft, batch, subject.predictors, pace, (done) => report('assigning', done / 4));
  const waiting = await admit(draft, batch, subject.predictors, pace, (done) => report('assigning', (1 + done) / 4));
  const labelled = index.reduce((count, i) => count + Number(clusters[i] >= 0), 0);
  const repeated = index.reduce((count, i) => count + batch.repeated[i], 0);
  const found = await detect(draft, { minClusterSize, pace, onProgress: (done) => report('detecting', (1 + done) / 2) });
  for (const { i, text } of waiting) clusters[i] = draft.clusterOf(text);
  report('detecting', 1);
  const labels = index.map((i) => (clusters[i] < 0 ? -1 : draft.labelOf(clusters[i])));
  const newLabels = found.map(({ cluster, size }) => ({ label: draft.labelOf(cluster), size }));
  const told = await subject.tell({ labels, weights, k: draft.k, found: newLabels.map(({ label }) => label) });
  await pace();

  const { clustering: next, moved } = draft.commit(halfLife, maxWaiting);
  subject.replace(next, told);
  const drift = new Float64Array(next.k);
  for (const one of moved) drift[one.cluster] = one.drift;
  return { labels, newLabels, repeated, joined: labelled - repeated, waiting: next.ledger().pool.size, drift };
}

/** The different rows of an update, what each weighs, and what is found out about them. */
interface Batch {
  readonly matrix: Matrix;
  readonly weights: Weights;
  /** Written for the rows that are looked up. */
  readonly keys: Uint32Array;
  /** The centroid that a row belongs to; -1 as long as there is none. */
  readonly clusters: Int32Array;
  /** 1 for a row that was remembered. */
  readonly repeated: Uint8Array;
}

/** Gives every row the label that it has by its place or because it came before. New ones pull at their centroids, repeated ones are only counted. */
async function recall(
  draft: Draft,
  { matrix, weights, keys, clusters, repeated }: Batch,
  { first }: Predictors,
  pace: Pace,
  onProgress: (done: number) => void,
): Promise<void> {
  const { space, encoder, ledger } = draft.base;
  const { memory } = ledger();
  for (let from = 0; from < matrix.rows; from += SLICE) {
    await pace();
    onProgress(from / matrix.rows);
    const slice = Int32Array.from({ length: Math.min(SLICE, matrix.rows - from) }, (_, at) => from + at);
    const nearest = first().labels(slice.length === matrix.rows ? matrix : selectRows(matrix, slice));
    for (const i of slice) {
      const row = rowAt(matrix, i, space);
      const inside = holds(ledger(), nearest[i - from], row, space);
      if (!inside || encoder) {
        writeKey(row, keys, i);
        clusters[i] = memory.find(keys, i);
      }
      if (clusters[i] >= 0) {
        repeated[i] = 1;
        draft.addCount(clusters[i], weights[i]);
        continue;
      }
      if (!inside) {
        clusters[i] = laterHolder(ledger(), row, space);
        if (clusters[i] >= 0) draft.join(row, keys, i, weights[i], clusters[i], encoder !== null);
        continue;
      }
      clusters[i] = nearest[i - from];
      draft.addCount(clusters[i], weights[i]);
      draft.moves.add(clusters[i], row, weights[i]);
      if (encoder) draft.remember(keys, i, clusters[i]);
    }
  }
}

/** Lets every other row join the cluster nearest to it, with what has waited of it, if it lies within the radius; else lets it wait. Returns those. */
async function admit(
  draft: Draft,
  { matrix, weights, keys, clusters }: Batch,
  { now }: Predictors,
  pace: Pace,
  onProgress: (done: number) => void,
): Promise<{ readonly i: number; readonly text: string }[]> {
  const { space, centroids } = draft.base;
  const waiting: { i: number; text: string }[] = [];
  const strangers = Int32Array.from(clusters.keys()).filter((i) => clusters[i] < 0);
  for (let from = 0; from < strangers.length; from += SLICE) {
    await pace();
    onProgress(from / strangers.length);
    const slice = strangers.subarray(from, from + SLICE);
    const nearest = nearestCentroids(matrix, slice, centroids, space, now);
    for (const [at, i] of slice.entries()) {
      const row = rowAt(matrix, i, space);
      if (!inRadius(draft.base, nearest[at], row)) {
        waiting.push({ i, text: draft.wait(row, keys, i, weights[i]) });
        continue;
      }
      clusters[i] = nearest[at];
      draft.join(row, keys, i, weights[i], nearest[at], true);
    }
  }
  return waiting;
}
