// Greedy k-means++ (Arthur & Vassilvitskii 2007): each row keeps its distance to the nearest seed taken so far (f32).
// Candidates sit in one panel of 8 lanes; distances take the direct form, so a row's distance to its own copy is exactly 0.

import { upperHalf } from './lanes';
import { weightAt } from './sums';

/** Candidates in a panel. */
export const SEED_WIDTH: i32 = 8;

/** Adds to `potentials` (f64 × 8) what the sum of weight · nearest distance would be with each candidate of the panel taken. */
export function tryDense(
  rows: usize, weights: usize, count: i32, columns: i32, cosine: bool, panel: usize, nearest: usize, potentials: usize,
): void {
  const stride = <usize>columns << 2;
  for (let i = 0; i < count; i++, rows += stride) {
    let low = f32x4.splat(0);
    let high = low;
    let c = panel;
    if (cosine) {
      for (let j: usize = 0; j < stride; j += 4, c += SEED_WIDTH << 2) {
        const v = v128.load32_splat(rows + j);
        low = f32x4.add(low, f32x4.mul(v, v128.load(c)));
        high = f32x4.add(high, f32x4.mul(v, v128.load(c, 16)));
      }
      low = cosineDistance(low);
      high = cosineDistance(high);
    } else {
      for (let j: usize = 0; j < stride; j += 4, c += SEED_WIDTH << 2) {
        const v = v128.load32_splat(rows + j);
        const d0 = f32x4.sub(v, v128.load(c));
        const d1 = f32x4.sub(v, v128.load(c, 16));
        low = f32x4.add(low, f32x4.mul(d0, d0));
        high = f32x4.add(high, f32x4.mul(d1, d1));
      }
    }
    const now = v128.load32_splat(nearest + (<usize>i << 2));
    addPotentials(potentials, f32x4.pmin(low, now), f32x4.pmin(high, now), weightAt(weights, i));
  }
}

/** As `tryDense`, for sparse rows `first` up to `first + count`; `squares` are the candidates' squared lengths (f32 × 8). */
export function trySparse(
  values: usize, indices: usize, offsets: usize, weights: usize, first: i32, count: i32, cosine: bool,
  panel: usize, squares: usize, nearest: usize, potentials: usize,
): void {
  const lowSquares = v128.load(squares);
  const highSquares = v128.load(squares, 16);
  for (let i = first; i < first + count; i++) {
    const to = load<u32>(offsets + (<usize>(i + 1) << 2));
    let low = f32x4.splat(0);
    let high = low;
    let square: f32 = 0;
    for (let e = load<u32>(offsets + (<usize>i << 2)); e < to; e++) {
      const value = load<f32>(values + (<usize>e << 2));
      const c = panel + (<usize>load<u32>(indices + (<usize>e << 2)) * (SEED_WIDTH << 2));
      const v = f32x4.splat(value);
      low = f32x4.add(low, f32x4.mul(v, v128.load(c)));
      high = f32x4.add(high, f32x4.mul(v, v128.load(c, 16)));
      square += value * value;
    }
    if (cosine) {
      low = cosineDistance(low);
      high = cosineDistance(high);
    } else {
      low = squaredDistance(f32x4.splat(square), lowSquares, low);
      high = squaredDistance(f32x4.splat(square), highSquares, high);
    }
    const now = v128.load32_splat(nearest + (<usize>i << 2));
    addPotentials(potentials, f32x4.pmin(low, now), f32x4.pmin(high, now), weightAt(weights, i));
  }
}

/** Takes the candidate in lane 0 of the panel as a seed: nearest distances shrink. Returns the new sum of weight · nearest. */
export function takeDense(rows: usize, weights: usize, count: i32, columns: i32, cosine: bool, seed: usize, nearest: usize): f64 {
  let potential: f64 = 0;
  for (let i = 0; i < count; i++, rows += <usize>columns << 2) {
    potential += shrink(nearest + (<usize>i << 2), seedDistance(rows, seed, columns, cosine), weightAt(weights, i));
  }
  return potential;
}

/** As `takeDense`, for sparse rows `first` up to `first + count` and a dense seed of squared length `seedSquare`. */
export function takeSparse(
  values: usize, indices: usize, offsets: usize, weights: usize, first: i32, count: i32, cosine: bool,
  seed: usize, seedSquare: f32, nearest: usize,
): f64 {
  let potential: f64 = 0;
  for (let i = first; i < first + count; i++) {
    const to = load<u32>(offsets + (<usize>(i + 1) << 2));
    let product: f32 = 0;
    let square: f32 = 0;
    for (let e = load<u32>(offsets + (<usize>i << 2)); e < to; e++) {
      const value = load<f32>(values + (<usize>e << 2));
      product += value * load<f32>(seed + (<usize>load<u32>(indices + (<usize>e << 2)) << 2));
      square += value * value;
    }
    const d: f32 = cosine ? max<f32>(0, 1 - product) : max<f32>(0, square + seedSquare - 2 * product);
    potential += shrink(nearest + (<usize>i << 2), d, weightAt(weights, i));
  }
  return potential;
}

/** The first row at which the running sum of weight · nearest exceeds `target`, or the last row that has any. */
export function pickRow(weights: usize, nearest: usize, count: i32, target: f64): i32 {
  let sum: f64 = 0;
  let last = 0;
  for (let i = 0; i < count; i++) {
    const part = weightAt(weights, i) * <f64>load<f32>(nearest + (<usize>i << 2));
    if (part > 0) {
      last = i;
      sum += part;
      if (sum > target) break;
    }
  }
  return last;
}

// @ts-ignore: decorator
@inline
function shrink(nearest: usize, distance: f32, weight: f64): f64 {
  const least = min(load<f32>(nearest), distance);
  store<f32>(nearest, least);
  return weight * <f64>least;
}

/** Distance of two dense rows in f32, four columns at a time. */
// @ts-ignore: decorator
@inline
function seedDistance(x: usize, c: usize, columns: i32, cosine: bool): f32 {
  let lanes = f32x4.splat(0);
  const end = x + (<usize>columns << 2);
  const quadsEnd = x + (<usize>(columns & ~3) << 2);
  for (; x < quadsEnd; x += 16, c += 16) {
    const v = v128.load(x);
    const d = cosine ? v128.load(c) : f32x4.sub(v, v128.load(c));
    lanes = f32x4.add(lanes, cosine ? f32x4.mul(v, d) : f32x4.mul(d, d));
  }
  let sum = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
  for (; x < end; x += 4, c += 4) {
    const d = load<f32>(x) - load<f32>(c);
    sum += cosine ? load<f32>(x) * load<f32>(c) : d * d;
  }
  return cosine ? max<f32>(0, 1 - sum) : sum;
}

// @ts-ignore: decorator
@inline
function addPotentials(potentials: usize, low: v128, high: v128, weight: f64): void {
  const w = f64x2.splat(weight);
  v128.store(potentials, f64x2.add(v128.load(potentials), f64x2.mul(w, f64x2.promote_low_f32x4(low))));
  v128.store(potentials, f64x2.add(v128.load(potentials, 16), f64x2.mul(w, f64x2.promote_low_f32x4(upperHalf(low)))), 16);
  v128.store(potentials, f64x2.add(v128.load(potentials, 32), f64x2.mul(w, f64x2.promote_low_f32x4(high))), 32);
  v128.store(potentials, f64x2.add(v128.load(potentials, 48), f64x2.mul(w, f64x2.promote_low_f32x4(upperHalf(high)))), 48);
}

// @ts-ignore: decorator
@inline
function cosineDistance(products: v128): v128 {
  return f32x4.pmax(f32x4.splat(0), f32x4.sub(f32x4.splat(1), products));
}

// @ts-ignore: decorator
@inline
function squaredDistance(square: v128, squares: v128, products: v128): v128 {
  return f32x4.pmax(f32x4.splat(0), f32x4.sub(f32x4.add(square, squares), f32x4.add(products, products)));
}
