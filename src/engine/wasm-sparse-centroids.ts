import type { Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';
import type { WasmCentroids } from './wasm-rows.ts';

/** Centroids that sparse rows are compared with. */
export class SparseCentroids implements WasmCentroids {
  readonly k: number;
  readonly centroids: number;
  readonly squares: number;
  /** i16, by column: whole numbers, see `assembly/quantise.ts`. */
  readonly table: number;
  /** f32, what a score starts from, padded to whole panels. */
  readonly base: number;
  /** Room for the values of one row, two and two. */
  readonly pairs: number;
  /** Length of the longest centroid. */
  largest = 0;
  readonly #arena: Arena;
  readonly #columns: number;
  readonly #cosine: number;

  constructor(arena: Arena, columns: number, metric: Metric, k: number) {
    const padded = k + arena.core.sparseWidth.value;
    this.k = k;
    this.centroids = arena.alloc(k * columns * 4);
    this.squares = arena.alloc(k * 8);
    this.table = arena.alloc(padded * columns * 2);
    this.base = arena.alloc(padded * 4);
    this.pairs = arena.alloc(Math.ceil(columns / 2) * 12);
    this.#arena = arena;
    this.#columns = columns;
    this.#cosine = Number(metric === 'cosine');
  }

  pack(values: Float32Array): void {
    const { core } = this.#arena;
    const width = core.sparseWidth.value;
    this.#arena.f32(this.centroids, this.k * this.#columns).set(values.subarray(0, this.k * this.#columns));
    this.largest = Math.sqrt(core.packBase(this.centroids, this.k, this.#columns, width, this.#cosine, this.squares, this.base));
    core.packGrains(this.centroids, this.k, this.#columns, width, this.largest, this.table);
  }

  forget(): void {}
}
