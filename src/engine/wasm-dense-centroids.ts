import type { Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';
import { spatialOrder } from './order.ts';
import { boundsFor, sweepRows } from './strategy.ts';
import type { WasmCentroids } from './wasm-rows.ts';

/** Centroids that dense rows are compared with. */
export class DenseCentroids implements WasmCentroids {
  readonly k: number;
  readonly centroids: number;
  readonly squares: number;
  /** Room for one tile of quantised rows. */
  readonly tile: number;
  /** Rows in a sweep of rows that have bounds. */
  readonly sweep: number;
  /** Room for what such a sweep takes. */
  readonly room: number;
  /** i32: which centroid stands where, padded to whole panels; and where each stands. */
  readonly #order: number;
  readonly #places: number;
  readonly #quads: number;
  /** f32, padded to whole panels. */
  readonly #base: number;
  /** f32, k: room for one row's scores. */
  readonly #scores: number;
  readonly #bounds: Bounds | null;
  readonly #arena: Arena;
  readonly #columns: number;
  readonly #cosine: number;
  /** The centroids are the first that the rows see. */
  #anew = true;

  /** `rows`: so many rows will be labelled again and again; 0: just compared. */
  constructor(arena: Arena, rows: number, columns: number, metric: Metric, k: number) {
    const { core } = arena;
    const width = core.quad.value;
    const padded = Math.ceil(k / width) * width;
    this.k = k;
    this.centroids = arena.alloc(k * columns * 4);
    this.squares = arena.alloc(k * 4);
    this.#order = arena.alloc(padded * 4);
    this.#places = arena.alloc(k * 4);
    this.#quads = arena.alloc(padded * (Math.ceil(columns / 2) + 1) * 4);
    this.#base = arena.alloc(padded * 4);
    this.#scores = arena.alloc(k * 4);
    this.#bounds = metric === 'euclidean' ? placeBounds(arena, rows, columns, k) : null;
    this.tile = arena.alloc(core.tileBytes(columns));
    this.sweep = sweepRows(rows, columns);
    this.room = this.lowers === 0 ? 0 : arena.alloc(this.lowers === 1 ? this.sweep * 4 : core.sweepBytes(this.sweep, columns));
    this.#arena = arena;
    this.#columns = columns;
    this.#cosine = Number(metric === 'cosine');
  }

  /** Lower bounds a row; 0: rows have no bounds. */
  get lowers(): number {
    return this.#bounds?.lowers ?? 0;
  }

  pack(values: Float32Array): void {
    const { core } = this.#arena;
    if (this.#anew) this.#arrange(values);
    const now = this.#arena.f32(this.centroids, this.k * this.#columns);
    if (this.#bounds) this.#arena.f32(this.#bounds.before, now.length).set(now);
    now.set(values.subarray(0, now.length));
    const { centroids, k, squares } = this;
    core.useCentroids(centroids, k, this.#columns, this.#cosine, this.#order, this.#quads, this.#base, squares, this.#scores);
    if (this.#bounds) {
      const { address, groupQuads, lowers, shifts, lowerShifts, before } = this.#bounds;
      core.useBounds(address, groupQuads, lowers, this.#places, shifts, lowerShifts);
      core.measureShifts(before);
    }
    this.#anew = false;
  }

  forget(): void {
    this.#anew = true;
  }

  /** Decides where each centroid stands: neighbours in one group. */
  #arrange(values: Float32Array): void {
    const width = this.#arena.core.quad.value;
    const padded = Math.ceil(this.k / width) * width;
    const order = spatialOrder(values, this.k, this.#columns, width * (this.#bounds?.groupQuads ?? padded), padded);
    this.#arena.i32(this.#order, padded).set(order);
    const places = this.#arena.i32(this.#places, this.k);
    for (let at = 0; at < padded; at++) if (order[at] >= 0) places[order[at]] = at;
  }
}

/** Where bounds on the rows' distances, and what they are kept up with, live in the arena; see `assembly/bounds.ts`. */
interface Bounds {
  readonly groupQuads: number;
  readonly lowers: number;
  readonly address: number;
  /** f32, k × columns: the centroids before the last move. */
  readonly before: number;
  /** f32, k. */
  readonly shifts: number;
  /** f32, one a lower bound. */
  readonly lowerShifts: number;
}

function placeBounds(arena: Arena, rows: number, columns: number, k: number): Bounds | null {
  const { core } = arena;
  const strategy = boundsFor(rows, columns, k, core.quad.value);
  if (strategy === null) return null;
  const { groupQuads, lowers } = strategy;
  return {
    groupQuads,
    lowers,
    address: arena.alloc(core.boundsBytes(rows, lowers)),
    before: arena.alloc(k * columns * 4),
    shifts: arena.alloc(k * 4),
    lowerShifts: arena.alloc(lowers * 4),
  };
}
