// The rows that are in the tile at present, and their searches.

import { columns, GRAINS_HEAD, grains, isGrained, k, numbers as allCentroids, quadCount, quads, tail, unit, withTail } from './centroids';
import { gather, gatherAt } from './lanes';
import { listCount, listOf, listQuads } from './near';
import { interleavePlain, searchPlain } from './plain';
import { lengths, rowAt, tile } from './pass';
import { endRows, grainScales, interleaveInto, quadBytes, quantiseInto, rowBytes } from './quantise';
import { begin, joinSearch, MOST_QUADS, SEARCH_BYTES, searchQuads } from './tile';

/** By row of the tile: its number, its length, without and with its tail, the unit of its scores. */
const numbers = memory.data(32, 16);
const sizes = memory.data(32, 16);
const fulls = memory.data(32, 16);
const units = memory.data(32, 16);
const search = memory.data(96, 16); // 2 × SEARCH_BYTES
const more = memory.data(96, 16);
const scaleRoom = memory.data(16, 16);

/** The number of a row of the tile. */
// @ts-ignore: decorator
@inline
export function tileRow(r: usize): i32 {
  return load<i32>(numbers + (r << 2));
}

/** Its length. */
// @ts-ignore: decorator
@inline
export function tileSize(r: usize): f32 {
  return load<f32>(sizes + (r << 2));
}

/** The lengths of the rows of one half. */
// @ts-ignore: decorator
@inline
export function tileSizes(h: usize): v128 {
  return v128.load(sizes + (h << 4));
}

/** The lengths of the rows of one half, with their tails. */
// @ts-ignore: decorator
@inline
export function tileFull(h: usize): v128 {
  return v128.load(fulls + (h << 4));
}

/** Takes in the listed rows, counted from row `start`, filled up with the last of them. */
export function takeTile(start: i32, list: usize, used: i32): void {
  const last = list + (<usize>(used - 1) << 2);
  for (let h: usize = 0; h < (used > 4 ? 2 : 1); h++) {
    const at = list + (h << 4);
    const a = <usize>(start + load<i32>(min(at, last))), b = <usize>(start + load<i32>(min(at + 4, last)));
    const c = <usize>(start + load<i32>(min(at + 8, last))), d = <usize>(start + load<i32>(min(at + 12, last)));
    takeFour(a, b, c, d, h);
  }
}

// @ts-ignore: decorator
@inline
function takeFour(a: usize, b: usize, c: usize, d: usize, h: usize): void {
  const size = gather(lengths + (a << 2), lengths + (b << 2), lengths + (c << 2), lengths + (d << 2));
  v128.store(numbers + (h << 4), i32x4(<i32>a, <i32>b, <i32>c, <i32>d));
  v128.store(sizes + (h << 4), size);
  const full = isGrained ? withTail(size) : size;
  v128.store(fulls + (h << 4), full);
  if (isGrained) {
    const scales = grainScales(full);
    v128.store(units + (h << 4), f32x4.mul(f32x4.splat(unit), full));
    if (grains == 0) {
      v128.store(scaleRoom, scales);
      quantiseInto(rowAt(a), rowAt(b), rowAt(c), rowAt(d), columns, scaleRoom, tile + (h << 4));
    } else {
      const from = grains + GRAINS_HEAD, bytes = rowBytes(columns);
      interleaveInto(from + a * bytes, from + b * bytes, from + c * bytes, from + d * bytes, columns, tile + (h << 4));
    }
    endRows(tail, scales, columns, tile + (h << 4));
  } else {
    interleavePlain(rowAt(a), rowAt(b), rowAt(c), rowAt(d), tile + (h << 4));
  }
}

/** Compares the tile with all centroids; answers where the search is, see `tile.ts`. Of whole numbers the sums are kept at `kept`, unless it is 0. */
export function searchAll(kept: usize): usize {
  if (!isGrained) {
    begin(search);
    searchPlain(tile, allCentroids, k, search);
    return search;
  }
  searchMany(quads, quadCount, kept);
  return search;
}

/** Searches any number of quads. */
function searchMany(from: usize, count: i32, kept: usize): void {
  searchQuads(tile, units, from, min(MOST_QUADS, count), 0, search, kept);
  for (let first = MOST_QUADS; first < count; first += MOST_QUADS) {
    const keptMore: usize = kept == 0 ? 0 : kept + (<usize>first << 7);
    searchQuads(tile, units, from + <usize>first * quadBytes(columns), min(MOST_QUADS, count - first), first << 2, more, keptMore);
    joinSearch(search, more);
    joinSearch(search + SEARCH_BYTES, more + SEARCH_BYTES);
  }
}

/** Compares the tile with the centroids in the list of a label that has one; answers where the search is. */
export function searchListed(label: i32): usize {
  const list = listOf(label);
  const count = listCount(label);
  if (!isGrained) {
    begin(search);
    searchPlain(tile, list, count, search);
    return search;
  }
  searchMany(listQuads(label), (count + 3) >> 2, 0);
  for (let at = search + 32; at < search + 96; at += 48) v128.store(at, gatherAt(list, v128.load(at)));
  return search;
}

/** What the sums of products of the rows of one half are multiplied with to give scores. */
// @ts-ignore: decorator
@inline
export function tileUnits(h: usize): v128 {
  return v128.load(units + (h << 4));
}

/** The same of one row. */
// @ts-ignore: decorator
@inline
export function tileUnit(r: usize): f32 {
  return load<f32>(units + (r << 2));
}
