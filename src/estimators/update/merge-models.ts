import { invalidInput } from '../../core/errors.ts';
import { createPace } from '../../core/pace.ts';
import type { Clustering } from '../clustering.ts';
import { smallest } from '../smallest.ts';
import { detect } from './detect.ts';
import { Draft } from './draft.ts';
import { rowOf } from './row.ts';
import { distancesTo, firstHolder } from './territory.ts';
import { type FoundCluster, resolveUpdate, type Subject, type UpdateOptions } from './update.ts';

export type MergeOptions = Pick<UpdateOptions, 'minClusterSize' | 'maxWaiting' | 'signal'>;

/** What became of another model's clusters. */
export interface LabelMerge {
  /** For every label of the other model, those it had retired too, the label of its cluster here. */
  readonly labels: Int32Array;
  /** Clusters of the other model that joined one of this. */
  readonly joined: number;
  /** Clusters of the other model that came to this with a label of their own. */
  readonly added: number;
  /** Clusters among rows that had been waiting here and there. */
  readonly newLabels: readonly FoundCluster[];
}

/**
 * Takes another model in; see the class for what it promises.
 * @throws `INVALID_INPUT` when the models do not encode rows alike.
 */
export async function mergeModels<Told>(
  subject: Omit<Subject<Told>, 'predictors' | 'tell'> & {
    /** Works out what is to be told of the clusters, given the label here of each of the other model's centroids and the number that there will be. */
    readonly tell: (labels: Int32Array, k: number) => Promise<Told>;
  },
  other: Clustering,
  options: MergeOptions,
): Promise<LabelMerge> {
  const { clustering } = subject;
  const { minClusterSize, maxWaiting } = resolveUpdate(options);
  const pace = createPace(options.signal);
  checkAlike(clustering, other);
  await pace();
  const draft = new Draft(clustering, other.ledger().seen);
  const { labels, joined } = takeClusters(draft, other);
  takeRows(draft, other);
  const found = await detect(draft, { minClusterSize, pace, onProgress: () => {} });
  const told = await subject.tell(
    Int32Array.from(other.ids.keys(), (c) => draft.labelOf(clustering.k + c)),
    draft.k,
  );
  await pace();
  const { clustering: next } = draft.commit(Infinity, maxWaiting);
  subject.replace(next, told);
  return {
    labels: other.ids.map((id) => labels.get(id) as number),
    joined,
    added: labels.size - joined,
    newLabels: found.map(({ cluster, size }) => ({ label: cluster, size })),
  };
}

function checkAlike({ space, encoder }: Clustering, other: Clustering): void {
  const alike =
    JSON.stringify(encoder?.state) === JSON.stringify(other.encoder?.state) &&
    space.metric === other.space.metric &&
    space.columns === other.space.columns &&
    space.scale === other.space.scale &&
    String(space.offset) === String(other.space.offset);
  if (alike) return;
  throw invalidInput('models that encode rows differently cannot be merged', {
    expected: 'a model fitted with the option like, on this model or on the one that this was fitted like',
  });
}

/** Label, here, of each label that the other model uses, and how many of these labels were here before. */
interface Taken {
  readonly labels: ReadonlyMap<number, number>;
  readonly joined: number;
}

/**
 * All centroids of the other model come in, with their territories. Those of one label share the label of the cluster here within whose radius the first
 * of them lies that lies in any, or get one of their own.
 */
function takeClusters(draft: Draft, other: Clustering): Taken {
  const { ids, space, ledger, centroids } = draft.base;
  const { radii } = ledger();
  const theirs = other.ledger();
  const labels = new Map<number, number>();
  other.ids.forEach((label, c) => {
    if (labels.has(label)) return;
    const distances = distancesTo(rowOf(other.centroids, c, space), centroids, space);
    const nearest = smallest(distances);
    if (distances[nearest] <= radii[nearest]) labels.set(label, ids[nearest]);
  });
  const joined = labels.size;
  other.ids.forEach((label, c) => {
    const part = (vectors: Float32Array): Float32Array => vectors.slice(c * space.columns, (c + 1) * space.columns);
    const added = {
      centroid: part(other.centroids),
      anchor: part(theirs.anchors),
      mass: theirs.masses[c],
      radius: theirs.radii[c],
      count: other.counts[c],
      birth: theirs.births[c],
    };
    const cluster = draft.addCentroid(added, labels.get(label));
    if (!labels.has(label)) labels.set(label, cluster);
  });
  for (const [label, here] of [...labels].sort(([a], [b]) => a - b)) draft.note({ action: 'taken', from: [label], into: here });
  return { labels, joined };
}

/** Remembers what the other model remembers, where this one does not, and lets wait here what waits there. */
function takeRows(draft: Draft, other: Clustering): void {
  const { k, ledger, space } = draft.base;
  const { memory } = ledger();
  const theirs = other.ledger();
  const { keys, clusters } = theirs.memory;
  clusters.forEach((cluster, i) => {
    if (memory.find(keys, i) >= 0) return;
    const waiting = draft.waitingFor(keys, i);
    if (waiting) {
      draft.settle(waiting, k + cluster);
      draft.addCount(k + cluster, waiting.weight);
    } else draft.remember(keys, i, k + cluster);
  });
  for (const row of theirs.pool.values()) {
    const remembered = memory.find(row.key, 0);
    const own = remembered >= 0 ? remembered : firstHolder(ledger(), row, space);
    if (own < 0) draft.wait(row, row.key, 0, row.weight);
    else draft.addCount(own, row.weight);
  }
}
