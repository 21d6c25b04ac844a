import type { CsrMatrix, DenseMatrix, Matrix, Metric } from '../core/types.ts';
import type { IntakeSource } from '../matrix/intake.ts';
import { projectBlocks, type RawRows } from '../matrix/space.ts';
import type { Arena } from './arena.ts';
import type { PackedCentroids } from './wasm-centroids.ts';
import { openIntake } from './wasm-intake.ts';

/** Rounding error of one f32 operation, relative, with 1 % to spare for the error of this bound's own arithmetic. */
const UNIT = 1.01 * 2 ** -24;

/** Rows in the core's memory: what differs between dense and sparse calls of the same kernels. */
export interface WasmRows {
  /** Labels rows; where `to` has room for sums, moves those that change from sum to sum. */
  assign(first: number, count: number, to: PackedCentroids, weights: number, labels: number): number;
  labelDistances(first: number, count: number, to: PackedCentroids, labels: number, out: number): void;
  /** Sum of weight · distance to the own centroid. */
  inertia(first: number, count: number, to: PackedCentroids, weights: number, labels: number): number;
  allDistances(first: number, count: number, to: PackedCentroids, out: number): void;
  row(index: number): Float32Array;
  /** `candidates` has room for the candidates and, behind them, for their panel. */
  trySeeds(candidates: number, m: number, first: number, count: number, weights: number, nearest: number, potentials: number): void;
  takeSeed(seed: number, first: number, count: number, weights: number, nearest: number): number;
}

class DenseRows implements WasmRows {
  readonly #arena: Arena;
  readonly #size: { readonly rows: number; readonly columns: number };
  readonly #cosine: number;
  readonly #rows: number;
  readonly #lengths: number;

  constructor(arena: Arena, matrix: DenseMatrix | RawRows, metric: Metric) {
    const { rows, columns } = matrix;
    this.#arena = arena;
    this.#size = { rows, columns };
    this.#cosine = Number(metric === 'cosine');
    // storage padded with zero rows to whole tiles of 4
    this.#rows = arena.alloc((rows + 3) * columns * 4);
    if (matrix.kind === 'raw') takeIn(arena, matrix, this.#rows);
    else arena.f32(this.#rows, rows * columns).set(matrix.data);
    arena.f32(this.#rows + rows * columns * 4, 3 * columns).fill(0);
    this.#lengths = arena.alloc(rows * 4);
    arena.core.lengths(this.#rows, rows, columns, this.#lengths);
  }

  assign(first: number, count: number, to: PackedCentroids, weights: number, labels: number): number {
    const { columns } = this.#size;
    // a score adds `columns` products to its start; two scores are compared
    const margin = 2 * UNIT * (columns + 3);
    const { core } = this.#arena;
    const { centroids, panels, base, squares, k, largest, sums, totals, members, bounds } = to;
    if (bounds) {
      return core.assignBounded(
        this.#rows, this.#lengths, weights, first, count, columns, centroids, panels, base, squares, k, largest, margin,
        labels, sums, totals, members, bounds.address, bounds.groupPanels, bounds.shifts, bounds.groupShifts, Number(bounds.tighten),
      ); // biome-ignore format: grouped as the kernel declares them
    }
    return core.assignDense(
      this.#rows + first * columns * 4, this.#lengths + first * 4, weights + first * 8, count, columns, this.#cosine,
      centroids, panels, base, k, largest, margin, labels + first * 4, sums, totals, members,
    ); // biome-ignore format: grouped as the kernel declares them
  }

  labelDistances(first: number, count: number, { centroids }: PackedCentroids, labels: number, out: number): void {
    const { columns } = this.#size;
    const rows = this.#rows + first * columns * 4;
    this.#arena.core.labelDistances(rows, count, columns, this.#cosine, centroids, labels + first * 4, out);
  }

  inertia(first: number, count: number, { centroids }: PackedCentroids, weights: number, labels: number): number {
    const { columns } = this.#size;
    const rows = this.#rows + first * columns * 4;
    return this.#arena.core.inertia(rows, weights + first * 8, count, columns, this.#cosine, centroids, labels + first * 4);
  }

  allDistances(first: number, count: number, { centroids, k }: PackedCentroids, out: number): void {
    const { columns } = this.#size;
    this.#arena.core.allDistances(this.#rows + first * columns * 4, count, columns, this.#cosine, centroids, k, out);
  }

  row(index: number): Float32Array {
    const { columns } = this.#size;
    return this.#arena.f32(this.#rows + index * columns * 4, columns).slice();
  }

  trySeeds(candidates: number, m: number, first: number, count: number, weights: number, nearest: number, potentials: number): void {
    const { columns } = this.#size;
    const width = this.#arena.core.denseWidth.value;
    const panel = candidates + width * columns * 4;
    this.#arena.core.packPanels(candidates, m, columns, width, 1, panel);
    const rows = this.#rows + first * columns * 4;
    this.#arena.core.tryDense(rows, weights + first * 8, count, columns, this.#cosine, panel, nearest + first * 4, potentials);
  }

  takeSeed(seed: number, first: number, count: number, weights: number, nearest: number): number {
    const { columns } = this.#size;
    const rows = this.#rows + first * columns * 4;
    return this.#arena.core.takeDense(rows, weights + first * 8, count, columns, this.#cosine, seed, nearest + first * 4);
  }
}

class SparseRows implements WasmRows {
  readonly #arena: Arena;
  readonly #matrix: CsrMatrix;
  readonly #cosine: number;
  readonly #values: number;
  readonly #indices: number;
  readonly #offsets: number;
  readonly #squares: number;
  readonly #lengths: number;

  constructor(arena: Arena, matrix: CsrMatrix, metric: Metric) {
    this.#arena = arena;
    this.#matrix = matrix;
    this.#cosine = Number(metric === 'cosine');
    this.#values = arena.place(matrix.values);
    this.#indices = arena.place(matrix.indices);
    this.#offsets = arena.place(matrix.offsets);
    this.#squares = arena.alloc(matrix.rows * 8);
    this.#lengths = arena.alloc(matrix.rows * 4);
    arena.core.sparseLengths(this.#values, this.#offsets, matrix.rows, this.#squares, this.#lengths);
  }

  assign(first: number, count: number, to: PackedCentroids, weights: number, labels: number): number {
    return this.#arena.core.assignSparse(
      this.#values, this.#indices, this.#offsets, this.#lengths, this.#squares, weights, first, count,
      this.#matrix.columns, this.#cosine, to.centroids, to.panels, to.base, to.squares, to.k, to.largest, 2 * UNIT,
      labels, to.sums, to.totals, to.members,
    ); // biome-ignore format: grouped as the kernel declares them
  }

  labelDistances(first: number, count: number, { centroids, squares }: PackedCentroids, labels: number, out: number): void {
    const { core } = this.#arena;
    const { columns } = this.#matrix;
    core.labelDistancesSparse(...this.#csr(first), count, columns, this.#cosine, centroids, squares, labels + first * 4, out);
  }

  inertia(first: number, count: number, { centroids, squares }: PackedCentroids, weights: number, labels: number): number {
    const { core } = this.#arena;
    const { columns } = this.#matrix;
    return core.inertiaSparse(
      ...this.#csr(first),
      weights + first * 8,
      count,
      columns,
      this.#cosine,
      centroids,
      squares,
      labels + first * 4,
    );
  }

  allDistances(first: number, count: number, { centroids, squares, k }: PackedCentroids, out: number): void {
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
    const width = core.denseWidth.value;
    const panel = candidates + width * columns * 4;
    core.packPanels(candidates, m, columns, width, 1, panel);
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

/** Rows in the arena, as their kind wants them. */
export function placeRows(arena: Arena, matrix: Matrix | RawRows, metric: Metric): WasmRows {
  return matrix.kind === 'csr' ? new SparseRows(arena, matrix, metric) : new DenseRows(arena, matrix, metric);
}

/** Brings raw rows into their space on their way to `address`. */
function takeIn(arena: Arena, { input, space }: RawRows, address: number): void {
  const before = arena.core.mark();
  const source: IntakeSource = { openIntake: (rows, columns, floats) => openIntake(arena, rows, columns, floats) };
  projectBlocks(input, space, source, (block, at) => arena.f32(address + at * 4, block.length).set(block));
  arena.core.release(before);
}
