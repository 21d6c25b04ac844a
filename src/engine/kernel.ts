import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix, Matrix, Metric, Weights } from '../core/types.ts';
import type { IntakeSource } from '../matrix/intake.ts';
import type { ComingRows, RawRows } from '../matrix/space.ts';

/** `wasm`: the WebAssembly core; `reference`: its plain-TypeScript twin. */
export type EngineName = 'wasm' | 'reference';

/** Candidates that one pass of seeding can try. */
export const MOST_CANDIDATES = 8;

/** Rows whose distances the core copies out at a time. */
export const ANSWER_ROWS = 256;

/**
 * The arithmetic everything rests on. Implementations trust their input: shapes agree, all numbers are finite, cosine rows have length 1 (or 0).
 * Labels are decided by exact f64 distances of the f32 values: every implementation answers the same labels.
 */
export interface Kernel extends IntakeSource {
  readonly name: EngineName;
  /** Takes rows in, to work on, or makes room for those that are yet to come; `weights` has one value a row. */
  open(matrix: Matrix | ComingRows, weights: Weights, metric: Metric): Shard;
  /** Takes centroids (k × columns) in, to label rows that come later. */
  openPredictor(centroids: Float32Array, k: number, columns: number, metric: Metric): Predictor;
  /** Takes rows in, ordered by cluster, to score; cluster c is rows `starts[c]` up to `starts[c + 1]`. */
  openSilhouette(matrix: SilhouetteRows, weights: Weights, starts: Int32Array, metric: Metric): Promise<SilhouetteShard>;
}

/** Rows in a kernel's memory, and what can be asked of them. Distances are squared for euclidean, 1 − cosine for cosine. */
export interface Shard {
  readonly rows: number;
  readonly columns: number;
  /**
   * Brings rows that were yet to come, from number `first` on, into their space; all have come before anything else is asked.
   * @throws `INVALID_INPUT` for what is no finite number, in those rows or in their space, and for rows beyond its reach
   */
  takeIn(first: number, rows: DenseInput | DenseMatrix): void;
  /** Forgets all labels. */
  forget(): void;
  /** Sets the centroids (k × columns, row-major) that the calls below refer to. All rows are labelled, or forgotten, before the next call. */
  setCentroids(centroids: Float32Array, k: number): void;
  /**
   * Labels rows `first` (a multiple of 64) up to `first + count` with their nearest centroid (the first of equals), and answers what that
   * changed. The sums are good until the next call.
   */
  step(first: number, count: number): StepSums;
  /** The labels, -1 where there is none; good until the next call. */
  labels(): Int32Array;
  /** Distance of each row to the centroid of its label. */
  labelDistances(): Float64Array;
  /** Sum of weight · distance to the own centroid over those rows, added in row order. */
  inertia(first: number, count: number): number;
  /** Distances of rows `first` up to `first + count` to every centroid, count × k. */
  allDistances(first: number, count: number): Float64Array;
  /**
   * Starts measuring dense euclidean rows against the centroids of their labels: `measure` all of them, in their order, then ask what was `measured`.
   * Forgets all seeds.
   */
  startMeasure(): void;
  /** Measures those rows; the squares are good until the next call. */
  measure(first: number, count: number): MeasuredRows;
  measured(): Measured;
  /** One row, dense. */
  row(index: number): Float32Array;
  /** Forgets all seeds. */
  clearSeeds(): void;
  /** For up to 8 candidate seeds (m × columns): the sum of weight · distance to the nearest seed over the rows, were it taken too. */
  trySeeds(candidates: Float32Array, m: number, first: number, count: number): Float64Array;
  /** Takes a seed; answers the sum of weight · distance to the nearest seed over those rows. */
  takeSeed(seed: Float32Array, first: number, count: number): number;
  /** The row of those at which the running sum of weight · distance to the nearest seed exceeds `target`. */
  pickRow(first: number, count: number, target: number): number;
  /** Each row's distance to its nearest seed; good until the next call. */
  seedDistances(): Float32Array;
  /** Gives the memory back; the shard must not be used again. */
  close(): void;
}

/** What a step did, by label: what rows took to their new label less what they took from their old one. */
export interface StepSums {
  /** Rows whose label changed. */
  readonly changed: number;
  /** Weighted sums of the rows, k × columns. */
  readonly sums: Float64Array;
  /** Weights. */
  readonly totals: Float64Array;
  /** Rows that weigh something. */
  readonly members: Int32Array;
  /** 1 for labels whose sums are not as they were. */
  readonly touched: Uint8Array;
}

/** Sums over some rows. */
export interface MeasuredRows {
  /** By label and column (k × columns): weight · squared difference from the centroid. */
  readonly squares: Float64Array;
  /** Weight · squared distance to the centroid. */
  readonly inertia: number;
}

/** What is told of rows and their centroids. Rows without weight have but a distance. */
export interface Measured {
  /** Distance of each row to its centroid; good until the next call. */
  readonly distances: Float32Array;
  /** By label: the row nearest to the centroid, of equally near ones the first, and its distance; -1 where there is none. */
  readonly nearest: Int32Array;
  readonly nearestDistances: Float64Array;
  /** By label and column (k × columns): the least value and the first row that has it; -1 where there is none. */
  readonly least: Int32Array;
  readonly leastValues: Float32Array;
  /** The same for the most. */
  readonly most: Int32Array;
  readonly mostValues: Float32Array;
}

/** Centroids in a kernel's memory, ready for rows. */
export interface Predictor {
  /** Number of each row's nearest centroid; of equally near ones the lowest. Throws `INVALID_INPUT` for raw rows as `Shard.takeIn` does. */
  labels(matrix: Matrix | RawRows): Int32Array;
  /** Distance of each row to every centroid, rows × k; squared for euclidean, 1 − cosine for cosine. */
  distances(matrix: Matrix): Float64Array;
  close(): void;
}

/** Rows to score: the engine's, or dense ones in full precision. */
export type SilhouetteRows = Matrix | DenseMatrix<Float64Array>;

export interface SilhouetteShard {
  /** Silhouettes of rows `first` up to `last`. */
  score(first: number, last: number): Float64Array;
  close(): void;
}
