import type { CsrMatrix, Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';
import type { WasmCentroids, WasmRows, WasmSums } from './wasm-rows.ts';
import { SparseCentroids } from './wasm-sparse-centroids.ts';

/** Sparse rows in the arena. */
export class SparseRows implements WasmRows {
  readonly #arena: Arena;
  readonly #matrix: CsrMatrix;
  readonly #metric: Metric;
  readonly #cosine: number;
  readonly #values: number;
  readonly #indices: number;
  readonly #offsets: number;
  readonly #squares: number;
  readonly #lengths: number;

  constructor(arena: Arena, matrix: CsrMatrix, metric: Metric) {
    this.#arena = arena;
    this.#matrix = matrix;
    this.#metric = metric;
    this.#cosine = Number(metric === 'cosine');
    this.#values = arena.place(matrix.values);
    this.#indices = arena.place(matrix.indices);
    this.#offsets = arena.place(matrix.offsets);
    this.#squares = arena.alloc(matrix.rows * 8);
    this.#lengths = arena.alloc(matrix.rows * 4);
    arena.core.sparseLengths(this.#values, this.#offsets, matrix.rows, this.#squares, this.#lengths);
  }

  placeCentroids(k: number): SparseCentroids {
    return new SparseCentroids(this.#arena, this.#matrix.columns, this.#metric, k);
  }

  assign(first: number, count: number, to: SparseCentroids, labels: number, weights: number, sums: WasmSums): number {
    return this.#arena.core.assignSparse(
      this.#values, this.#indices, this.#offsets, this.#lengths, this.#squares, weights, first, count,
      this.#matrix.columns, this.#cosine, to.centroids, to.table, to.base, to.squares, to.k, to.largest, to.pairs,
      labels, sums.sums, sums.totals, sums.members,
    ); // biome-ignore format: grouped as the kernel declares them
  }

  labelDistances(first: number, count: number, { centroids, squares }: WasmCentroids, labels: number, out: number): void {
    const { core } = this.#arena;
    const { columns } = this.#matrix;
    core.labelDistancesSparse(...this.#csr(first), count, columns, this.#cosine, centroids, squares, labels + first * 4, out);
  }

  inertia(first: number, count: number, { centroids, squares }: WasmCentroids, weights: number, labels: number): number {
    const { core } = this.#arena;
    const { columns } = this.#matrix;
    return core.inertiaSparse(
      ...this.#csr(first),
      weights && weights + first * 8,
      count,
      columns,
      this.#cosine,
      centroids,
      squares,
      labels + first * 4,
    );
  }

  allDistances(first: number, count: number, { centroids, squares, k }: WasmCentroids, out: number): void {
    const { core } = this.#arena;
    core.allDistancesSparse(...this.#csr(first), count, this.#matrix.columns, this.#cosine, centroids, squares, k, out);
  }

  row(index: number): Float32Array {
    const { values, indices, offsets, columns } = this.#matrix;
    const out = new Float32Array(columns);
    for (let i = offsets[index]; i < offsets[index + 1]; i++) out[indices[i]] = values[i];
    return out;
  }

  trySeeds(candidates: number, m: number, first: number, count: number, weights: number, nearest: number, potentials: number): void {
    const { columns } = this.#matrix;
    const { core } = this.#arena;
    const width = core.seedWidth.value;
    const panel = candidates + width * columns * 4;
    core.packColumns(candidates, m, columns, width, panel);
    const squares = potentials + width * 8;
    this.#arena.f32(squares, width).fill(0);
    for (let c = 0; c < m; c++) this.#arena.f32(squares, width)[c] = this.#square(candidates + c * columns * 4);
    core.trySparse(this.#values, this.#indices, this.#offsets, weights, first, count, this.#cosine, panel, squares, nearest, potentials);
  }

  takeSeed(seed: number, first: number, count: number, weights: number, nearest: number): number {
    const square = this.#square(seed);
    const { core } = this.#arena;
    return core.takeSparse(this.#values, this.#indices, this.#offsets, weights, first, count, this.#cosine, seed, square, nearest);
  }

  /** Squared length of a dense seed in f32 and in column order, as the kernel adds a row's, so that equal rows come out at distance 0. */
  #square(seed: number): number {
    let square = 0;
    for (const value of this.#arena.f32(seed, this.#matrix.columns)) square = Math.fround(square + Math.fround(value * value));
    return square;
  }

  #csr(first: number): [number, number, number, number] {
    return [this.#values, this.#indices, this.#offsets + first * 4, this.#squares + first * 8];
  }
}
