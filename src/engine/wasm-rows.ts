import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix } from '../core/types.ts';
import type { Arena } from './arena.ts';

/** Rows in the core's memory: what differs between dense and sparse calls of the same kernels. */
export interface WasmRows {
  /** Brings rows that come later into their space, to place `place` and on; errors count them from `first`. Dense rows alone come later. */
  takeIn?(place: number, rows: DenseInput | DenseMatrix, first: number): void;
  /** Room for k centroids to label the rows with again and again. */
  placeCentroids(k: number): WasmCentroids;
  /** Labels rows, and moves those that change from sum to sum where there are sums. Answers how many changed. */
  assign(first: number, count: number, to: WasmCentroids, labels: number, weights: number, sums: WasmSums): number;
  labelDistances(first: number, count: number, to: WasmCentroids, labels: number, out: number): void;
  /** Sum of weight · distance to the own centroid. */
  inertia(first: number, count: number, to: WasmCentroids, weights: number, labels: number): number;
  /** As `assembly/measure.ts` has it; dense rows alone can be measured. */
  measure?(first: number, count: number, to: WasmCentroids, weights: number, labels: number, distances: number, squares: number): number;
  allDistances(first: number, count: number, to: WasmCentroids, out: number): void;
  row(index: number): Float32Array;
  /** `candidates` has room for the candidates and, behind them, for their panel. */
  trySeeds(candidates: number, m: number, first: number, count: number, weights: number, nearest: number, potentials: number): void;
  takeSeed(seed: number, first: number, count: number, weights: number, nearest: number): number;
}

/** Centroids in the core's memory. */
export interface WasmCentroids {
  readonly k: number;
  /** f32, k × columns. */
  readonly centroids: number;
  /** Squared lengths, where exact distances need them: f64, k. */
  readonly squares: number;
  /** Takes the values, and all that follows from them, into use. */
  pack(values: Float32Array): void;
  /** The rows have forgotten their labels. */
  forget(): void;
}

/** Addresses. */
export interface WasmSums {
  /** f64, k × columns: sums of the rows by label. */
  readonly sums: number;
  /** f64, k: weights by label. */
  readonly totals: number;
  /** i32, k: rows by label that weigh something. */
  readonly members: number;
  /** u8, k: labels whose sums changed. */
  readonly touched: number;
}

/** For labels alone. */
export const NO_SUMS: WasmSums = { sums: 0, totals: 0, members: 0, touched: 0 };

/** Room for what the rows of k clusters add up to. */
export function placeSums(arena: Arena, k: number, columns: number): WasmSums {
  const placed = { sums: arena.alloc(k * columns * 8), totals: arena.alloc(k * 8), members: arena.alloc(k * 4), touched: arena.alloc(k) };
  arena.u8(placed.touched, k).fill(1); // so that all are cleared first
  return placed;
}
