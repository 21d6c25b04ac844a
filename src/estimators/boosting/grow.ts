import type { Pair, Split, TreeTrainer } from '../../engine/trees/trainer.ts';
import type { ForestBuilder } from './forest-builder.ts';
import type { BoostingSettings } from './options.ts';

/** A node, and the rows of the trainer's list that are in it. */
interface Place {
  readonly node: number;
  readonly begin: number;
  readonly count: number;
  readonly depth: number;
  readonly pair: Pair;
}

/** A leaf that may yet be split. */
interface Bud extends Place {
  /** Where its histogram is, as long as there is a split. */
  readonly slot: number;
  /** The best way to split it; undefined where none gains anything. */
  readonly split: Split | undefined;
}

/** Adds up what splits gained, by feature. */
export interface Importance {
  readonly gains: Float64Array;
  readonly splits: Uint32Array;
}

/**
 * Grows one tree on the first `count` rows of the trainer's list, whose gradients are taken: from the root on, by the best split of each node. Without a bound
 * on leaves one branch after the other, so that few histograms are held; with one always where it gains most (Shi 2007; Ke et al. 2017). The histogram
 * of the smaller child is filled, and that of the larger is what is left of the parent's.
 * @param apply adds the tree to the predictions of these rows
 */
export function growTree(
  trainer: TreeTrainer,
  count: number,
  apply: boolean,
  settings: BoostingSettings,
  builder: ForestBuilder,
  importance: Importance,
): void {
  const { maxDepth, maxLeaves = Infinity, minChildWeight } = settings;
  const free: number[] = [];
  let slots = 0;
  const take = (): number => free.pop() ?? slots++;
  const canSplit = ({ depth, count: rows, pair }: Place): boolean => depth < maxDepth && rows > 1 && pair.weight >= 2 * minChildWeight;
  const evaluate = (place: Place, slot: number): Bud => {
    const split = canSplit(place) ? trainer.bestSplit(slot, place.pair) : undefined;
    if (split === undefined) free.push(slot);
    return { ...place, slot, split };
  };
  const settle = (node: number, pair: Pair, depth: number): number => {
    const value = leafOf(pair, settings);
    builder.setLeaf(node, value, depth);
    return value;
  };

  builder.beginTree();
  const root = take();
  trainer.fill(root, 0, count);
  const buds = [evaluate({ node: 0, begin: 0, count, depth: 0, pair: trainer.sum(root) }, root)];
  for (let leaves = 1; buds.length > 0; ) {
    const [{ split, slot, node, begin, count: rows, depth, pair }] = buds.splice(
      maxLeaves === Infinity ? buds.length - 1 : bestOf(buds),
      1,
    );
    if (split === undefined || leaves >= maxLeaves) {
      const value = settle(node, pair, depth);
      if (apply) trainer.addLeaf(begin, rows, value);
      continue;
    }
    leaves++;
    importance.gains[split.feature] += split.gain;
    importance.splits[split.feature]++;
    const child = builder.split(node, split);
    const left = split.left;
    const right = { gradient: pair.gradient - left.gradient, weight: pair.weight - left.weight };
    if (depth + 1 === maxDepth) {
      const values = [settle(child, left, maxDepth), settle(child + 1, right, maxDepth)] as const;
      if (apply) trainer.addLeaves(begin, rows, split, ...values);
      free.push(slot);
      continue;
    }
    const leftRows = trainer.partition(begin, rows, split);
    const sides: Place[] = [
      { node: child, begin, count: leftRows, depth: depth + 1, pair: left },
      { node: child + 1, begin: begin + leftRows, count: rows - leftRows, depth: depth + 1, pair: right },
    ];
    const [small, large] = leftRows <= rows - leftRows ? sides : [sides[1], sides[0]];
    if (canSplit(small) || canSplit(large)) {
      const other = take();
      trainer.fill(other, small.begin, small.count);
      trainer.subtract(slot, other);
      buds.push(evaluate(large, slot), evaluate(small, other));
    } else {
      free.push(slot);
      buds.push({ ...large, slot, split: undefined }, { ...small, slot, split: undefined });
    }
  }
}

/** What a leaf adds: the penalised minimum of the squared error, times the learning rate. */
function leafOf({ gradient, weight }: Pair, { l1, l2, learningRate }: BoostingSettings): number {
  const over = Math.max(Math.abs(gradient) - l1, 0);
  const value = over === 0 ? 0 : over / (weight + l2);
  return learningRate * (gradient > 0 ? -value : value);
}

/** The bud that gains most; of equal ones the one that came first. */
function bestOf(buds: readonly Bud[]): number {
  let best = 0;
  for (let i = 1; i < buds.length; i++) if ((buds[i].split?.gain ?? 0) > (buds[best].split?.gain ?? 0)) best = i;
  return best;
}
