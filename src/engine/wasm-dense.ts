import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix, Metric } from '../core/types.ts';
import { blockRows, eachBlock } from '../matrix/blocks.ts';
import { type ComingRows, outOfReach, projectionOf } from '../matrix/space.ts';
import type { Arena } from './arena.ts';
import { DenseCentroids } from './wasm-dense-centroids.ts';
import type { WasmCentroids, WasmRows, WasmSums } from './wasm-rows.ts';

/** Rows that tell a typical length, about. */
const SAMPLED_ROWS = 1024;

/** Dense rows in the arena. */
export class DenseRows implements WasmRows {
  readonly #arena: Arena;
  readonly #count: number;
  readonly #columns: number;
  readonly #metric: Metric;
  readonly #cosine: number;
  readonly #rows: number;
  readonly #lengths: number;
  /** What is known of rows that come later; null for others. */
  readonly #coming: ComingRows | null;

  constructor(arena: Arena, matrix: DenseMatrix | ComingRows, metric: Metric) {
    const { rows, columns } = matrix;
    this.#arena = arena;
    this.#count = rows;
    this.#columns = columns;
    this.#metric = metric;
    this.#cosine = Number(metric === 'cosine');
    this.#rows = arena.alloc(rows * columns * 4);
    this.#lengths = arena.alloc(rows * 4);
    this.#coming = matrix.kind === 'raw' ? matrix : null;
    if (matrix.kind === 'raw') return;
    arena.f32(this.#rows, rows * columns).set(matrix.data);
    arena.core.lengths(this.#rows, rows, columns, this.#lengths);
  }

  takeIn(place: number, input: DenseInput | DenseMatrix, first: number): void {
    if (this.#coming === null) throw new Error('the rows are there already');
    const { space, most } = this.#coming;
    const arena = this.#arena;
    const { core } = arena;
    const { columns } = input;
    const before = core.mark();
    const floats = input.data instanceof Float32Array;
    const room = blockRows(input) * columns;
    const block = arena.alloc(room * (floats ? 4 : 8));
    const { shift, scale, unit } = projectionOf(space);
    const placedShift = arena.place(shift);
    const project = floats ? core.projectFloats : core.projectDoubles;
    let finite = true;
    eachBlock(input, floats ? arena.f32(block, room) : arena.f64(block, room), (row, count) => {
      const [out, lengths] = [this.#at(place + row), this.#lengths + (place + row) * 4];
      finite = Boolean(project(block, count, columns, placedShift, scale, Number(unit), most, out, lengths)) && finite;
    });
    core.release(before);
    if (!finite) throw outOfReach(input, space, first);
  }

  placeCentroids(k: number): DenseCentroids {
    const rows = { address: this.#rows, lengths: this.#lengths, count: this.#count, typical: this.#typicalLength() };
    return new DenseCentroids(this.#arena, rows, this.#columns, this.#metric, k);
  }

  assign(
    first: number,
    count: number,
    { bounds, tile, sweep, room }: DenseCentroids,
    labels: number,
    weights: number,
    to: WasmSums,
  ): number {
    const { core } = this.#arena;
    const { sums, totals, members } = to;
    if (bounds !== 'none') {
      return core.assignHamerly(this.#rows, this.#lengths, weights, first, count, labels, sums, totals, members, tile, sweep, room);
    }
    const [rows, lengths, rowWeights] = [this.#at(first), this.#lengths + first * 4, weights && weights + first * 8];
    return core.assignDense(rows, lengths, rowWeights, count, tile, labels + first * 4, sums, totals, members);
  }

  labelDistances(first: number, count: number, { centroids }: WasmCentroids, labels: number, out: number): void {
    this.#arena.core.labelDistances(this.#at(first), count, this.#columns, this.#cosine, centroids, labels + first * 4, out);
  }

  inertia(first: number, count: number, { centroids }: WasmCentroids, weights: number, labels: number): number {
    const { core } = this.#arena;
    return core.inertia(this.#at(first), weights && weights + first * 8, count, this.#columns, this.#cosine, centroids, labels + first * 4);
  }

  measure(
    first: number,
    count: number,
    { centroids }: WasmCentroids,
    weights: number,
    labels: number,
    distances: number,
    squares: number,
  ): number {
    return this.#arena.core.measureRows(this.#rows, weights, first, count, this.#columns, centroids, labels, distances, squares);
  }

  allDistances(first: number, count: number, { centroids, k }: WasmCentroids, out: number): void {
    this.#arena.core.allDistances(this.#at(first), count, this.#columns, this.#cosine, centroids, k, out);
  }

  row(index: number): Float32Array {
    return this.#arena.f32(this.#at(index), this.#columns).slice();
  }

  trySeeds(candidates: number, m: number, first: number, count: number, weights: number, nearest: number, potentials: number): void {
    const { core } = this.#arena;
    const width = core.seedWidth.value;
    const panel = candidates + width * this.#columns * 4;
    core.packColumns(candidates, m, this.#columns, width, panel);
    core.tryDense(
      this.#at(first),
      weights && weights + first * 8,
      count,
      this.#columns,
      this.#cosine,
      panel,
      nearest + first * 4,
      potentials,
    );
  }

  takeSeed(seed: number, first: number, count: number, weights: number, nearest: number): number {
    const { core } = this.#arena;
    return core.takeDense(this.#at(first), weights && weights + first * 8, count, this.#columns, this.#cosine, seed, nearest + first * 4);
  }

  /** Mean length of some rows. */
  #typicalLength(): number {
    const lengths = this.#arena.f32(this.#lengths, this.#count);
    const stride = Math.ceil(this.#count / SAMPLED_ROWS);
    let sum = 0;
    for (let row = 0; row < this.#count; row += stride) sum += lengths[row];
    return sum / Math.ceil(this.#count / stride);
  }

  #at(row: number): number {
    return this.#rows + row * this.#columns * 4;
  }
}
