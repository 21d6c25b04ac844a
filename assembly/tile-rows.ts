// The rows that are in the tile at present, and their searches.

import { columns, quadCount, unit } from './centroids';
import { interleaveNarrow, searchNarrow } from './narrow';
import { grainBytes, interleave, NARROW, quantise, TILE_ROWS } from './quantise';
import { begin, searchQuads } from './tile';

/** By row of the tile: its number, its length, the unit of its scores. */
const numbers = memory.data(32, 16);
const sizes = memory.data(32, 16);
const units = memory.data(32, 16);
const search = memory.data(96, 16); // 2 × SEARCH_BYTES

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

/** Takes in the listed rows, counted from row `start`, filled up with the last of them. `grains` has room for 8 quantised rows. */
export function takeTile(rows: usize, lengths: usize, start: i32, list: usize, used: i32, tile: usize, grains: usize): void {
  const stride = <usize>columns << 2;
  const bytes = grainBytes(columns);
  const wide = columns > NARROW;
  for (let r = 0; r < TILE_ROWS; r++) {
    const row = start + load<i32>(list + (<usize>min(r, used - 1) << 2));
    const length = load<f32>(lengths + (<usize>row << 2));
    store<i32>(numbers + (<usize>r << 2), row);
    store<f32>(sizes + (<usize>r << 2), length);
    store<f32>(units + (<usize>r << 2), unit * length);
    if (wide && r < used) quantise(rows + <usize>row * stride, columns, length, grains + <usize>r * bytes);
  }
  for (let h = 0; h < (used > 4 ? 8 : 4); h += 4) {
    const half = tile + (<usize>h << 2);
    if (wide) {
      const last = used - 1;
      interleave(
        grains + <usize>min(h, last) * bytes, grains + <usize>min(h + 1, last) * bytes, grains + <usize>min(h + 2, last) * bytes,
        grains + <usize>min(h + 3, last) * bytes, bytes, half,
      );
    } else {
      interleaveNarrow(
        rows + <usize>tileRow(h) * stride, rows + <usize>tileRow(h + 1) * stride, rows + <usize>tileRow(h + 2) * stride,
        rows + <usize>tileRow(h + 3) * stride, half,
      );
    }
  }
}

/** Compares the tile with all centroids; answers where the search is. */
export function searchAll(tile: usize): usize {
  begin(search);
  if (columns > NARROW) searchQuads(tile, units, 0, quadCount, search);
  else searchNarrow(tile, 0, quadCount, search);
  return search;
}
