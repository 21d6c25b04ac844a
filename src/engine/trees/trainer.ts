import { CATEGORY, NODE_BYTES, SET_BYTES } from './forest.ts';
import type { TreesArena } from './load.ts';

/** Sum of gradients and weights. */
export interface Pair {
  readonly gradient: number;
  readonly weight: number;
}

/** How the rows of a node part; see `Forest` for shift, limit and set. */
export interface Split {
  readonly gain: number;
  readonly left: Pair;
  readonly feature: number;
  readonly shift: number;
  readonly limit: number;
  /** Of a split by category. */
  readonly set: Uint8Array | undefined;
}

export interface TrainerOptions {
  readonly l1: number;
  readonly l2: number;
  readonly minChildWeight: number;
  readonly minGain: number;
  /** Whether some row weighs anything but 1. */
  readonly weighted: boolean;
  /** Rows to learn from; those that only watch follow them. */
  readonly rows: number;
  /** All rows. */
  readonly allRows: number;
  /** Bins of each feature, without that of missing values. */
  readonly binCounts: Int32Array;
  /** 1 for each feature that is a category. */
  readonly categories: Uint8Array;
  /** Histograms that are held at once. */
  readonly slots: number;
  /** Nodes of a tree at most. */
  readonly nodes: number;
}

/** Bytes of one feature's histogram. */
export const HISTOGRAM_BYTES = 4096;
const RESULT_BYTES = 40 + SET_BYTES;
const CUTS = 255;

/**
 * Rows, binned, in the memory of the module of trees, and the steps by which trees grow on them. Rows are sorted by node: a node's are those at `begin` to
 * `begin + count − 1` of the list that `begin` set up. Everything is laid out at once, so that views stay.
 */
export class TreeTrainer {
  /** All rows: predictions so far. */
  readonly predictions: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  /** 1 for each feature that may be split by. */
  readonly active: Uint8Array;
  readonly rowList: Uint32Array;
  readonly #arena: TreesArena;
  readonly #features: number;
  readonly #options: TrainerOptions;
  readonly #at: ReturnType<typeof layOut>;
  readonly #sum: Float64Array;
  readonly #result: DataView;

  constructor(arena: TreesArena, options: TrainerOptions) {
    const { rows, allRows, binCounts, categories, l1, l2, minChildWeight, minGain } = options;
    this.#arena = arena;
    this.#options = options;
    this.#features = binCounts.length;
    this.#at = layOut(arena, options);
    const at = this.#at;
    this.predictions = arena.f64(at.predictions, allRows);
    this.targets = arena.f64(at.targets, allRows);
    this.weights = arena.f64(at.weights, allRows);
    this.active = arena.u8(at.active, binCounts.length).fill(1);
    this.rowList = new Uint32Array(arena.core.memory.buffer, at.list, rows);
    this.#sum = arena.f64(at.sum, 2);
    this.#result = new DataView(arena.core.memory.buffer, at.result, RESULT_BYTES);
    arena.i32(at.binCounts, binCounts.length).set(binCounts);
    arena.u8(at.categories, categories.length).set(categories);
    arena.core.configureSplits(l1, l2, minChildWeight, minGain, binCounts.length, at.binCounts, at.categories, at.active);
  }

  /** Bins a feature's values, one a row, by its cuts. */
  bin(feature: number, values: Float64Array, cuts: Float64Array, firstRow: number): void {
    const { scratch, cuts: place, bins } = this.#at;
    const all = this.#arena.f64(place, CUTS).fill(Infinity);
    all.set(cuts);
    this.#arena.f64(scratch, values.length).set(values);
    this.#arena.core.assignBins(scratch, values.length, place, bins + firstRow * this.#features + feature, this.#features);
  }

  /** Gradients of the predictions so far; returns the size of the largest. */
  takeGradients(): number {
    const { predictions, targets, weights, gradients } = this.#at;
    const { weighted, rows } = this.#options;
    return this.#arena.core.takeGradients(predictions, targets, weighted ? weights : 0, rows, gradients);
  }

  /** Histogram of a node's rows, into a slot. */
  fill(slot: number, begin: number, count: number): void {
    const { list, bins, gradients } = this.#at;
    const features = this.#features;
    const { weighted } = this.#options;
    this.#arena.core.fillHistogram(list + begin * 4, count, bins, features, features, gradients, weighted, this.#slot(slot));
  }

  /** Takes the histogram of a child from its parent's, which becomes the other child's. */
  subtract(parent: number, child: number): void {
    this.#arena.core.subtractHistogram(this.#slot(parent), this.#slot(child), this.#features);
  }

  /** The pair of all rows of a histogram. */
  sum(slot: number): Pair {
    this.#arena.core.sumHistogram(this.#slot(slot), this.#at.sum);
    return { gradient: this.#sum[0], weight: this.#sum[1] };
  }

  /** The best split of a node with this histogram and pair; undefined where none gains anything. */
  bestSplit(slot: number, { gradient, weight }: Pair): Split | undefined {
    this.#sum[0] = gradient;
    this.#sum[1] = weight;
    const gain = this.#arena.core.bestSplit(this.#slot(slot), this.#at.sum, this.#at.result);
    if (gain === 0) return undefined;
    const result = this.#result;
    const shift = result.getUint32(28, true);
    return {
      gain,
      left: { gradient: result.getFloat64(8, true), weight: result.getFloat64(16, true) },
      feature: result.getUint32(24, true),
      shift,
      limit: result.getUint32(32, true),
      set: shift === CATEGORY ? this.#arena.u8(this.#at.result + 40, SET_BYTES).slice() : undefined,
    };
  }

  /** Parts a node's rows; returns how many go left. */
  partition(begin: number, count: number, { feature, shift, limit, set }: Split): number {
    const { list, bins, scratch } = this.#at;
    const place = this.#placeSet(set);
    return this.#arena.core.partition(list + begin * 4, count, bins + feature, this.#features, shift, limit, place, scratch);
  }

  /** Adds a leaf's value to the predictions of its rows. */
  addLeaf(begin: number, count: number, value: number): void {
    this.#arena.core.addLeaf(this.#at.list + begin * 4, count, value, this.#at.predictions);
  }

  /** Adds the values of the two leaves that a split makes to the predictions of their rows, which stay where they are. */
  addLeaves(begin: number, count: number, { feature, shift, limit, set }: Split, left: number, right: number): void {
    const { list, bins, predictions } = this.#at;
    const place = this.#placeSet(set);
    const features = this.#features;
    this.#arena.core.addLeaves(list + begin * 4, count, bins + feature, features, shift, limit, place, left, right, predictions);
  }

  /** Adds a tree's prediction for each row from `firstRow` on, found by walking down. */
  addTree(nodes: Uint8Array, sets: Uint8Array, depth: number, firstRow: number): void {
    const { nodes: place, sets: setsPlace, bins, predictions } = this.#at;
    this.#arena.u8(place, nodes.length).set(nodes);
    this.#arena.u8(setsPlace, sets.length).set(sets);
    const count = this.#options.allRows - firstRow;
    const features = this.#features;
    this.#arena.core.addTree(place, setsPlace, depth, bins + firstRow * features, features, count, predictions + firstRow * 8);
  }

  /** Where a set is for the module; 0 where there is none. */
  #placeSet(set: Uint8Array | undefined): number {
    if (set === undefined) return 0;
    this.#arena.u8(this.#at.set, SET_BYTES).set(set);
    return this.#at.set;
  }

  #slot(slot: number): number {
    return this.#at.histograms + slot * this.#features * HISTOGRAM_BYTES;
  }
}

function layOut(arena: TreesArena, { rows, allRows, binCounts, slots, nodes }: TrainerOptions) {
  const features = binCounts.length;
  return {
    predictions: arena.alloc(allRows * 8),
    targets: arena.alloc(allRows * 8),
    weights: arena.alloc(allRows * 8),
    gradients: arena.alloc(rows * 16),
    bins: arena.alloc(allRows * features),
    list: arena.alloc(rows * 4),
    /** Values to be binned; the rows of a node while they are parted. */
    scratch: arena.alloc((allRows + 1) * 8),
    histograms: arena.alloc(slots * features * HISTOGRAM_BYTES),
    nodes: arena.alloc(nodes * NODE_BYTES),
    sets: arena.alloc(nodes * SET_BYTES),
    sum: arena.alloc(16),
    result: arena.alloc(RESULT_BYTES),
    set: arena.alloc(SET_BYTES),
    cuts: arena.alloc(CUTS * 8),
    binCounts: arena.alloc(features * 4),
    categories: arena.alloc(features),
    active: arena.alloc(features),
  };
}
