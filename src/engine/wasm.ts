import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix, Matrix, Metric, Weights } from '../core/types.ts';
import type { ComingRows } from '../matrix/space.ts';
import { Arena } from './arena.ts';
import type { Kernel, Measured, MeasuredRows, Shard, StepSums } from './kernel.ts';
import { ANSWER_ROWS, MOST_CANDIDATES } from './kernel.ts';
import { openIntake } from './wasm-intake.ts';
import { placeRows, scratch } from './wasm-place.ts';
import { openPredictor } from './wasm-predictor.ts';
import { NO_SUMS, placeSums, type WasmCentroids, type WasmRows } from './wasm-rows.ts';

/** The kernel on a compiled core. */
export function wasmKernel(module: WebAssembly.Module): Kernel {
  return {
    name: 'wasm',
    open: (matrix, weights, metric) => new WasmShard(Arena.open(module), matrix, weights, metric),
    openIntake: (rows, columns, floats) => {
      const arena = Arena.open(module);
      return { ...openIntake(arena, rows, columns, floats), close: () => arena.close() };
    },
    openPredictor: (centroids, k, columns, metric) => openPredictor(Arena.open(module), centroids, k, columns, metric),
    openSilhouette: async (...task) => (await import('./wasm-silhouette.ts')).openSilhouette(Arena.open(module), ...task),
  };
}

class WasmShard implements Shard {
  readonly rows: number;
  readonly columns: number;
  readonly #arena: Arena;
  readonly #rows: WasmRows;
  readonly #weights: number;
  readonly #labels: number;
  readonly #nearest: number;
  readonly #candidates: number;
  readonly #potentials: number;
  readonly #afterRows: number;
  #placed: WasmCentroids | null = null;
  #sums = NO_SUMS;
  /** Room for what is measured: squares, and behind them what `assembly/measure.ts` finds. */
  #measured: { readonly squares: number; readonly found: number } | null = null;

  constructor(arena: Arena, matrix: Matrix | ComingRows, weights: Weights, metric: Metric) {
    this.rows = matrix.rows;
    this.columns = matrix.columns;
    this.#arena = arena;
    this.#rows = placeRows(arena, matrix, metric);
    this.#weights = weights instanceof Float64Array ? arena.place(weights) : 0;
    this.#labels = arena.alloc(this.rows * 4);
    this.#nearest = arena.alloc(this.rows * 4);
    this.#candidates = arena.alloc(MOST_CANDIDATES * this.columns * 4 * 2);
    this.#potentials = arena.alloc(MOST_CANDIDATES * 8 * 2);
    this.#afterRows = arena.core.mark();
    this.forget();
  }

  takeIn(first: number, rows: DenseInput | DenseMatrix): void {
    this.#rows.takeIn?.(first, rows, first);
  }

  forget(): void {
    this.#arena.i32(this.#labels, this.rows).fill(-1);
    this.#placed?.forget();
  }

  setCentroids(centroids: Float32Array, k: number): void {
    if (this.#placed?.k !== k) {
      this.#arena.core.release(this.#afterRows);
      this.#measured = null;
      this.#placed = this.#rows.placeCentroids(k);
      this.#sums = placeSums(this.#arena, k, this.columns);
    }
    this.#placed.pack(centroids);
  }

  step(first: number, count: number): StepSums {
    const placed = this.#centroids();
    const { k } = placed;
    const { sums, totals, members, touched } = this.#sums;
    this.#arena.core.clearSums(sums, totals, members, touched, k, this.columns);
    const changed = this.#rows.assign(first, count, placed, this.#labels, this.#weights, this.#sums);
    return {
      changed,
      sums: this.#arena.f64(sums, k * this.columns),
      totals: this.#arena.f64(totals, k),
      members: this.#arena.i32(members, k),
      touched: this.#arena.u8(touched, k),
    };
  }

  labels(): Int32Array {
    return this.#arena.i32(this.#labels, this.rows);
  }

  labelDistances(): Float64Array {
    const distances = new Float64Array(this.rows);
    for (let first = 0; first < this.rows; first += ANSWER_ROWS) {
      const count = Math.min(ANSWER_ROWS, this.rows - first);
      const answer = scratch(this.#arena, count, (out) => this.#rows.labelDistances(first, count, this.#centroids(), this.#labels, out));
      distances.set(answer, first);
    }
    return distances;
  }

  inertia(first: number, count: number): number {
    return this.#rows.inertia(first, count, this.#centroids(), this.#weights, this.#labels);
  }

  allDistances(first: number, count: number): Float64Array {
    const placed = this.#centroids();
    return scratch(this.#arena, count * placed.k, (out) => this.#rows.allDistances(first, count, placed, out));
  }

  startMeasure(): void {
    const { core } = this.#arena;
    const { k } = this.#centroids();
    this.#measured ??= { squares: this.#arena.alloc(k * this.columns * 8), found: this.#arena.alloc(core.measureBytes(k, this.columns)) };
    core.startMeasure(k, this.columns, this.#measured.found);
  }

  measure(first: number, count: number): MeasuredRows {
    const placed = this.#centroids();
    const { squares } = this.#room();
    const sums = this.#arena.f64(squares, placed.k * this.columns).fill(0);
    const inertia = this.#rows.measure?.(first, count, placed, this.#weights, this.#labels, this.#nearest, squares);
    return { squares: sums, inertia: inertia as number };
  }

  measured(): Measured {
    const { k } = this.#centroids();
    const places = k * this.columns;
    const nearestDistances = this.#room().found;
    const nearest = nearestDistances + k * 8;
    const [least, most, leastAt, mostAt] = [0, 1, 2, 3].map((field) => nearest + k * 8 + field * places * 4);
    const arena = this.#arena;
    return {
      distances: arena.f32(this.#nearest, this.rows),
      nearest: arena.i32(nearest, k).slice(),
      nearestDistances: arena.f64(nearestDistances, k).slice(),
      least: arena.i32(leastAt, places).slice(),
      leastValues: arena.f32(least, places).slice(),
      most: arena.i32(mostAt, places).slice(),
      mostValues: arena.f32(most, places).slice(),
    };
  }

  row(index: number): Float32Array {
    return this.#rows.row(index);
  }

  clearSeeds(): void {
    this.#arena.f32(this.#nearest, this.rows).fill(Infinity);
  }

  trySeeds(candidates: Float32Array, m: number, first: number, count: number): Float64Array {
    this.#arena.f32(this.#candidates, m * this.columns).set(candidates.subarray(0, m * this.columns));
    this.#arena.f64(this.#potentials, MOST_CANDIDATES).fill(0);
    this.#rows.trySeeds(this.#candidates, m, first, count, this.#weights, this.#nearest, this.#potentials);
    return this.#arena.f64(this.#potentials, m).slice();
  }

  takeSeed(seed: Float32Array, first: number, count: number): number {
    this.#arena.f32(this.#candidates, this.columns).set(seed);
    return this.#rows.takeSeed(this.#candidates, first, count, this.#weights, this.#nearest);
  }

  pickRow(first: number, count: number, target: number): number {
    return first + this.#arena.core.pickRow(this.#weights && this.#weights + first * 8, this.#nearest + first * 4, count, target);
  }

  seedDistances(): Float32Array {
    return this.#arena.f32(this.#nearest, this.rows);
  }

  close(): void {
    this.#arena.close();
  }

  #room(): { readonly squares: number; readonly found: number } {
    if (this.#measured === null) throw new Error('startMeasure comes first');
    return this.#measured;
  }

  #centroids(): WasmCentroids {
    if (this.#placed === null) throw new Error('setCentroids comes first');
    return this.#placed;
  }
}
