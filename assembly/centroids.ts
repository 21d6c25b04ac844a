// The dense centroids that rows are compared with at present, and what is worked out of them, in one place for all kernels. An instance of the
// core serves one task at a time.

import { squareOf } from './distance';
import { GRAINS, lostShare, packQuads, QUAD, quantiseCentroids, quantiseRow, quantiseRows, rowBytes } from './quantise';

/** f32, k × columns. */
export let centroids: usize = 0;
export let k: i32 = 0;
export let columns: i32 = 0;
export let cosine: bool = false;
/** Whether tiles hold whole numbers, see `quantise.ts`, or plain values, see `plain.ts`. */
export let isGrained: bool = false;
/** Centroids as whole numbers, one behind the other (i16), and what stands behind their columns (i32). */
export let centroidGrains: usize = 0;
export let tails: usize = 0;
/** Quads of them. */
export let quads: usize = 0;
export let quadCount: i32 = 0;
/** f32, with room for four more, what a score starts from: |c|², or 0 for cosine; +Infinity behind the last, which is never nearest. */
export let base: usize = 0;
/** i32, with room for four more: the numbers from 0 on. */
export let numbers: usize = 0;
/** f32, k: |c|², or 0 for cosine. */
export let squares: usize = 0;
/** Length of the longest. */
export let largest: f32 = 0;
/** What stands behind the columns of every row, see `quantise.ts`. */
export let tail: f32 = 0;
/** What the length of a row and its tail, and the sum of products, are multiplied with to give a score. */
export let unit: f32 = 0;
/** Rounding error of two scores of rows of length r with their tail: `errorShare` · r + `errorLeast`; of two worked out in f32: `roundShare` · |x| + `roundLeast`. */
export let errorShare: f32 = 0;
export let errorLeast: f32 = 0;
export let roundShare: f32 = 0;
export let roundLeast: f32 = 0;
/** f32, k: room for one row's scores. */
export let scores: usize = 0;
/** All rows in whole numbers, behind the tail that they were made for, see {@link GRAINS_HEAD}; 0: they are quantised where they are needed. */
export let grains: usize = 0;
/** Bytes before the first row's: the tail f32, 0 for rows that are yet to be quantised. */
export const GRAINS_HEAD: usize = 64;
/** The tail may be so many times what it would be for these centroids, or such a part of it, before the rows are quantised anew. */
const TAIL_SPAN: f32 = 4;
/** Rounding of a few f32 operations, up. */
export const UP: f32 = 1 + 1e-6;

/** Rounding error of one f32 operation, relative, with 1 % to spare for the error of this bound's own arithmetic. */
const ROUNDING: f64 = 1.01 / 16777216;
/** Four times what counts as no length in `quantise.ts`; and more than underflow takes from a score. */
const VANISHING: f64 = 4e-30;
const TINY: f64 = 1e-36;
/** f32 operations that a score takes but those for each column, and to spare for scales. */
const OPERATIONS: f64 = 10;
/** What the places in the low bits of two sums make of them. */
const PLACES_LOST: f64 = (2.0 * 256) / 32000 / 32000;

/** Lengths of rows with their tail. */
// @ts-ignore: decorator
@inline
export function withTail(lengths: v128): v128 {
  return f32x4.sqrt(f32x4.add(f32x4.mul(lengths, lengths), f32x4.splat(tail * tail)));
}

/** Rounding errors of two scores of rows of these lengths, with their tail. */
// @ts-ignore: decorator
@inline
export function scoreErrors(full: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(errorShare), full), f32x4.splat(errorLeast));
}

/**
 * Rows stay plain up to so many columns, and where centroids lie so many times as far out as a typical row; up to so many more columns where all centroids together
 * have few values, and where rounding left one row in so many undecided.
 */
const NARROW: i32 = 4;
const FAR_OUT: f32 = 8;
const NARROW_IF: i32 = 16;
const FEW_VALUES: i32 = 144;
const MANY_UNDECIDED: i32 = 10;

/** Rows that were compared in the last pass, and those of them that rounding left undecided; whether there were too many of them in some pass. */
let compared: i32 = 0;
let undecided: i32 = 0;
let isUndecided: bool = false;

/** Notes rows that were compared, and those of them that rounding left undecided. */
// @ts-ignore: decorator
@inline
export function noteCompared(rows: i32, undecidedRows: i32): void {
  compared += rows;
  undecided += undecidedRows;
}

/** Whether tiles are to hold whole numbers, for rows of this typical length that saw other centroids before, unless they are fresh. */
function wantsGrains(typical: f32, isFresh: bool): bool {
  isUndecided = !isFresh && (isUndecided || undecided * MANY_UNDECIDED > compared);
  compared = 0;
  undecided = 0;
  const narrow = isUndecided || k * columns <= FEW_VALUES ? NARROW_IF : NARROW;
  return columns > narrow && largest <= FAR_OUT * typical;
}

/**
 * Takes centroids into use, for rows of a typical length, which `grains_`, if not 0, has room for in whole numbers. In: values f32, rows f32 and their
 * lengths. Out: whole numbers, tails, quads, base, numbers, squares, all with room for what they hold.
 */
export function useCentroids(
  values: usize, count: i32, width: i32, isCosine: bool, isFresh: bool, typical: f32, centroidGrains_: usize, tails_: usize, quads_: usize, base_: usize,
  numbers_: usize, squares_: usize, scores_: usize, rows: usize, lengths: usize, rowCount: i32, grains_: usize,
): void {
  centroids = values;
  k = count;
  columns = width;
  cosine = isCosine;
  centroidGrains = centroidGrains_;
  tails = tails_;
  quads = quads_;
  base = base_;
  numbers = numbers_;
  squares = squares_;
  scores = scores_;
  grains = grains_;
  quadCount = (k + QUAD - 1) / QUAD;
  largest = measure();
  const factor: f64 = cosine ? 1 : 2;
  // a score takes so many operations on parts of the size |c|² + 2|x||c| (|x||c| for cosine); two scores are compared
  const parts = 2 * ROUNDING * largest * (cosine ? 1 : 2);
  const least = cosine ? 0 : 2 * ROUNDING * largest * largest;
  isGrained = wantsGrains(typical, isFresh);
  if (isGrained) {
    tail = cosine ? 0 : grains == 0 ? largest / 2 : keepGrains(rows, lengths, rowCount);
    const share: f32 = tail > 1e-30 ? <f32>-0.5 / tail : 0;
    const last = share * largest * largest;
    const longest = <f32>sqrt(largest * largest + last * last) * UP;
    quantiseCentroids(centroids, k, columns, longest, squares, share, centroidGrains, tails);
    packQuads(centroidGrains, tails, numbers, k, columns, quads);
    unit = <f32>(-factor * longest / GRAINS / GRAINS);
    const lost = <f64>lostShare(<f32>(columns + 1));
    errorShare = <f32>(factor * longest * (2 * lost + PLACES_LOST + 2 * ROUNDING * OPERATIONS) + VANISHING);
    errorLeast = <f32>(least * OPERATIONS + VANISHING * longest + TINY);
  } else {
    tail = 0;
    errorShare = <f32>(parts * (columns + OPERATIONS));
    errorLeast = <f32>(least * (columns + OPERATIONS) + TINY);
  }
  roundShare = <f32>(parts * (columns + 4));
  roundLeast = <f32>(least * (columns + 4) + TINY);
}

/** Quantises the rows where they are not, or for a tail that does not suit these centroids. Returns the tail that they are quantised for. */
function keepGrains(rows: usize, lengths: usize, count: i32): f32 {
  const kept = load<f32>(grains);
  const wanted = largest / 2;
  if (kept > 0 && wanted <= kept * TAIL_SPAN && wanted * TAIL_SPAN >= kept) return kept;
  store<f32>(grains, wanted);
  quantiseRows(rows, lengths, count, columns, wanted, grains + GRAINS_HEAD);
  return wanted;
}

/** Where a row in whole numbers is: where it is kept, or else, quantised by `scale`, at `room`. */
export function grainsOf(rows: usize, row: usize, scale: f32, room: usize): usize {
  if (grains != 0) return grains + GRAINS_HEAD + row * rowBytes(columns);
  quantiseRow(rows + ((row * columns) << 2), columns, scale, room);
  return room;
}

/** Bytes of rows in whole numbers, with the tail. */
export function grainBytes(rows: i32, columns: i32): usize {
  return GRAINS_HEAD + <usize>rows * rowBytes(columns);
}

/** Squared lengths; returns the largest length. */
function measure(): f32 {
  let most: f64 = 0;
  for (let c = 0; c < k; c++) {
    const square = squareOf(centroids + ((<usize>c * columns) << 2), columns);
    store<f32>(squares + (<usize>c << 2), cosine ? 0 : <f32>square);
    most = max(most, square);
  }
  for (let at = 0; at < k + QUAD; at++) {
    store<i32>(numbers + (<usize>at << 2), min(at, k));
    store<f32>(base + (<usize>at << 2), at < k ? load<f32>(squares + (<usize>at << 2)) : f32.POSITIVE_INFINITY);
  }
  return <f32>sqrt(most);
}
