import type { Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';
import { spatialOrder } from './order.ts';
import { type BoundsStrategy, boundsFor, keepsGrains, sweepRows } from './strategy.ts';
import type { WasmCentroids } from './wasm-rows.ts';

/** Dense rows in the arena. */
export interface PlacedRows {
  /** f32. */
  readonly address: number;
  /** f32, one a row. */
  readonly lengths: number;
  readonly count: number;
  /** Length of a typical row. */
  readonly typical: number;
}

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
  /** The rows in whole numbers; 0: they are not kept. */
  readonly #grains: number;
  readonly #rows: PlacedRows | null;
  readonly #columns: number;
  readonly #cosine: number;
  /** The centroids are the first that the rows see. */
  #anew = true;

  /** @param rows Those that will be labelled again and again; null: whatever rows come are just compared. */
  constructor(arena: Arena, rows: PlacedRows | null, columns: number, metric: Metric, k: number) {
    const { core } = arena;
    const count = rows?.count ?? 0;
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
    this.#bounds = metric === 'euclidean' ? placeBounds(arena, count, columns, k) : null;
    this.tile = arena.alloc(core.tileBytes(columns));
    this.sweep = sweepRows(count, columns, this.groups);
    this.room = this.groups === 0 ? 0 : arena.alloc(this.groups === 1 ? this.sweep * 4 : core.sweepBytes(this.sweep, k));
    this.#grains = this.groups > 0 && keepsGrains(count, columns) ? placeGrains(arena, count, columns) : 0;
    this.#arena = arena;
    this.#rows = rows;
    this.#columns = columns;
    this.#cosine = Number(metric === 'cosine');
  }

  /** Lower bounds a row, one for each group of centroids; 0: rows have no bounds. */
  get groups(): number {
    return this.#bounds?.groups ?? 0;
  }

  pack(values: Float32Array): void {
    const { core } = this.#arena;
    if (this.#anew) this.#arrange(values);
    const now = this.#arena.f32(this.centroids, this.k * this.#columns);
    if (this.#bounds) this.#arena.f32(this.#bounds.before, now.length).set(now);
    now.set(values.subarray(0, now.length));
    const { centroids, k, squares } = this;
    const { address, lengths, count, typical } = this.#rows ?? {
      address: 0,
      lengths: 0,
      count: 0,
      typical: meanLength(values, k, this.#columns),
    };
    const places = [this.#order, this.#quads, this.#base, squares, this.#scores];
    core.useCentroids(centroids, k, this.#columns, this.#cosine, typical, ...places, address, lengths, count, this.#grains);
    if (this.#bounds) {
      const { address, groups, groupQuads, shifts, groupShifts, before } = this.#bounds;
      if (groups === 1) core.useBounds(address, shifts, before);
      else core.useGroups(address, count, groups, groupQuads, this.#places, shifts, groupShifts, before);
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

/** Room for rows in whole numbers, which are yet to be made. */
function placeGrains(arena: Arena, rows: number, columns: number): number {
  const address = arena.alloc(arena.core.grainBytes(rows, columns));
  arena.f32(address, 1)[0] = 0;
  return address;
}

function meanLength(values: Float32Array, k: number, columns: number): number {
  let sum = 0;
  for (let c = 0; c < k; c++)
    sum += Math.sqrt(values.subarray(c * columns, (c + 1) * columns).reduce((square, value) => square + value * value, 0));
  return sum / k;
}

/** Where bounds on the rows' distances, and what they are kept up with, live in the arena; see `assembly/bounds.ts` and `assembly/groups.ts`. */
interface Bounds extends BoundsStrategy {
  readonly address: number;
  /** f32, k × columns: the centroids before the last move. */
  readonly before: number;
  /** f32, k. */
  readonly shifts: number;
  /** f32, one a group, up to whole fours. */
  readonly groupShifts: number;
}

function placeBounds(arena: Arena, rows: number, columns: number, k: number): Bounds | null {
  const { core } = arena;
  const strategy = boundsFor(rows, columns, k, core.quad.value);
  if (strategy === null) return null;
  return {
    ...strategy,
    address: arena.alloc(strategy.groups === 1 ? core.boundsBytes(rows) : core.groupBytes(rows, strategy.groups)),
    before: arena.alloc(k * columns * 4),
    shifts: arena.alloc(k * 4),
    groupShifts: arena.alloc(Math.ceil(strategy.groups / 4) * 16),
  };
}
