import type { Metric } from '../core/types.ts';
import type { Arena } from './arena.ts';
import { type Bounds, boundsFor, keepsGrains, pairBytes, sweepRows } from './strategy.ts';
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
  readonly bounds: Bounds;
  /** Room for one tile of quantised rows. */
  readonly tile: number;
  /** Rows in a sweep of rows that have bounds. */
  readonly sweep: number;
  /** Room for what such a sweep takes. */
  readonly room: number;
  /** Whole numbers of the centroids, one behind the other, with room for one more; what stands behind them; and in quads. */
  readonly #grained: number;
  readonly #tails: number;
  readonly #quads: number;
  /** f32, and numbers, i32, with room for one more quad. */
  readonly #base: number;
  readonly #numbers: number;
  /** f32, k: room for one row's scores. */
  readonly #scores: number;
  /** Bounds on the rows' distances, and what they are kept up with; null without. */
  readonly #kept: Kept | null;
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
    this.#grained = arena.alloc(core.grainBytes(k + 1, columns));
    this.#tails = arena.alloc((k + 1) * 4);
    this.#quads = arena.alloc(padded * (Math.ceil(columns / 2) + 1) * 4);
    this.#base = arena.alloc((k + width) * 4);
    this.#numbers = arena.alloc((k + width) * 4);
    this.#scores = arena.alloc(k * 4);
    this.bounds = metric === 'euclidean' ? boundsFor(count, columns, k) : 'none';
    this.#kept = this.bounds === 'none' ? null : placeBounds(arena, count, columns, k, this.bounds);
    this.tile = arena.alloc(core.tileBytes(columns));
    this.sweep = sweepRows(count, columns, this.bounds);
    this.room = placeRoom(arena, this.sweep, k, columns, this.bounds);
    this.#grains = this.bounds !== 'none' && keepsGrains(count, columns) ? placeGrains(arena, count, columns) : 0;
    this.#arena = arena;
    this.#rows = rows;
    this.#columns = columns;
    this.#cosine = Number(metric === 'cosine');
  }

  pack(values: Float32Array): void {
    const { core } = this.#arena;
    const now = this.#arena.f32(this.centroids, this.k * this.#columns);
    if (this.#kept) this.#arena.f32(this.#kept.before, now.length).set(now);
    now.set(values.subarray(0, now.length));
    const { centroids, k, squares } = this;
    const { address, lengths, count, typical } = this.#rows ?? {
      address: 0,
      lengths: 0,
      count: 0,
      typical: meanLength(values, k, this.#columns),
    };
    const places = [this.#grained, this.#tails, this.#quads, this.#base, this.#numbers, squares, this.#scores];
    const isFresh = Number(this.#anew);
    core.useCentroids(centroids, k, this.#columns, this.#cosine, isFresh, typical, ...places, address, lengths, count, this.#grains);
    if (this.#kept) {
      const { keys, before, shifts, sums, pairs, moved, near } = this.#kept;
      core.useKeys(keys, shifts, sums, before, isFresh);
      core.usePairs(pairs, count, moved, typical, isFresh);
      core.useNear(near, isFresh);
    }
    this.#anew = false;
  }

  forget(): void {
    this.#anew = true;
  }
}

function placeRoom(arena: Arena, sweep: number, k: number, columns: number, bounds: Bounds): number {
  if (bounds === 'none') return 0;
  return arena.alloc(arena.core.roomBytes(sweep, k, columns, Number(bounds === 'near'), Number(bounds === 'pairs')));
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

/** Where bounds on the rows' distances, and what they are kept up with, live in the arena; see `assembly/bounds.ts` and `assembly/pairs.ts`. */
interface Kept {
  /** f32, one a row. */
  readonly keys: number;
  /** f32, k × columns: the centroids before the last move. */
  readonly before: number;
  /** f32, k: how far each moved at last, and what that and the farthest sum up to. */
  readonly shifts: number;
  readonly sums: number;
  /** u16, one a row and centroid, and what centroids moved in all; 0 without. */
  readonly pairs: number;
  readonly moved: number;
  /** What is kept of centroids that are near each other; 0 without. */
  readonly near: number;
}

function placeBounds(arena: Arena, rows: number, columns: number, k: number, bounds: Bounds): Kept {
  const { core } = arena;
  const isPairs = bounds === 'pairs';
  return {
    keys: arena.alloc(core.keyBytes(rows)),
    before: arena.alloc(k * columns * 4),
    shifts: arena.alloc(k * 4),
    sums: arena.alloc(k * 4),
    pairs: isPairs ? arena.alloc(pairBytes(rows, k)) : 0,
    near: bounds === 'near' ? arena.alloc(core.nearBytes(k, columns)) : 0,
    moved: isPairs ? arena.alloc(Math.ceil((k + 1) / 8) * 48) : 0,
  };
}
