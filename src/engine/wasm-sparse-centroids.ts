import type { Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';
import type { WasmCentroids } from './wasm-rows.ts';

/** Centroids that sparse rows are compared with. */
export class SparseCentroids implements WasmCentroids {
  readonly k: number;
  readonly centroids: number;
  readonly squares: number;
  /** f32, panels of −2c (euclidean) or −c (cosine). */
  readonly panels: number;
  /** f32, what a score starts from, padded to whole panels. */
  readonly base: number;
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
    this.panels = arena.alloc(padded * columns * 4);
    this.base = arena.alloc(padded * 4);
    this.#arena = arena;
    this.#columns = columns;
    this.#cosine = Number(metric === 'cosine');
  }

  pack(values: Float32Array): void {
    const { core } = this.#arena;
    const width = core.sparseWidth.value;
    this.#arena.f32(this.centroids, this.k * this.#columns).set(values.subarray(0, this.k * this.#columns));
    core.packColumns(this.centroids, this.k, this.#columns, width, this.#cosine ? -1 : -2, this.panels);
    this.largest = Math.sqrt(core.packBase(this.centroids, this.k, this.#columns, width, this.#cosine, this.squares, this.base));
  }

  forget(): void {}
}
