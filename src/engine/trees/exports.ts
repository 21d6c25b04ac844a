import type { MemoryExports } from '../arena.ts';

/** What the WebAssembly module of trees exports; see `assembly/trees/index.ts`. Addresses and counts are plain numbers. */
export interface TreesExports extends MemoryExports {
  readonly abiVersion: WebAssembly.Global;
  assignBins(values: number, count: number, cuts: number, bins: number, stride: number): void;
  takeGradients(predictions: number, targets: number, weights: number, count: number, gradients: number): number;
  fillHistogram(
    rows: number,
    count: number,
    bins: number,
    features: number,
    stride: number,
    gradients: number,
    weighted: boolean,
    histogram: number,
  ): void;
  subtractHistogram(parent: number, child: number, features: number): void;
  sumHistogram(histogram: number, sum: number): void;
  addLeaf(rows: number, count: number, value: number, predictions: number): void;
  addLeaves(
    rows: number,
    count: number,
    bins: number,
    stride: number,
    shift: number,
    limit: number,
    set: number,
    left: number,
    right: number,
    predictions: number,
  ): void;
  partition(rows: number, count: number, bins: number, stride: number, shift: number, limit: number, set: number, buffer: number): number;
  configureSplits(
    l1: number,
    l2: number,
    minWeight: number,
    minGain: number,
    features: number,
    binCounts: number,
    categories: number,
    active: number,
  ): void;
  bestSplit(histogram: number, sum: number, result: number): number;
  addTree(nodes: number, sets: number, depth: number, bins: number, stride: number, count: number, predictions: number): void;
}
