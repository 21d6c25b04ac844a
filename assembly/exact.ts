// What decides where rounding could: the exact distances to those centroids that f32 cannot tell apart.

import { centroids, columns, cosine, k, largest, roundLeast, roundShare, scores, squares } from './centroids';
import { distance } from './distance';
import { gather, sumsOfFour } from './lanes';

/** Of one operation in f64 and two distances, with more than enough to spare. */
export const EXACT_ROUNDING: f32 = 1e-15;

/** The nearest centroid of a dense row of this length by exact distances; of equally near ones the first. */
export function nearest(x: usize, length: f32): i32 {
  const stride = <usize>columns << 2;
  const factor: f32 = cosine ? 1 : 2;
  let least: f32 = f32.POSITIVE_INFINITY;
  for (let c = 0; c < k; c += 4) {
    dotFour(x, centroids + <usize>c * stride, stride, min(k - c, 4));
    for (let s: usize = <usize>c << 2, end = <usize>min(c + 4, k) << 2, at = products; s < end; s += 4, at += 4) {
      const score = load<f32>(squares + s) - factor * load<f32>(at);
      store<f32>(scores + s, score);
      least = min(least, score);
    }
  }
  const most = least + (roundShare * length + roundLeast) + exactError(length);
  let best = 0;
  let nearestDistance = f64.POSITIVE_INFINITY;
  for (let c = 0; c < k; c++) {
    if (load<f32>(scores + (<usize>c << 2)) > most) continue;
    const d = distance(x, centroids + <usize>c * stride, columns, cosine);
    if (d < nearestDistance) {
      nearestDistance = d;
      best = c;
    }
  }
  return best;
}

/**
 * The nearest of `own` and those of the `count` centroids listed (u16) whose scores (f32) are at most `most`, by exact distances; of equally near ones
 * the first.
 */
export function nearestOf(x: usize, own: i32, list: usize, listScores: usize, count: i32, most: f32): i32 {
  const stride = <usize>columns << 2;
  let best = own;
  let nearestDistance = distance(x, centroids + <usize>own * stride, columns, cosine);
  for (const end = list + (<usize>count << 1); list < end; list += 2, listScores += 4) {
    const c = <i32>load<u16>(list);
    if (load<f32>(listScores) > most) continue;
    const d = distance(x, centroids + <usize>c * stride, columns, cosine);
    if (d > nearestDistance || (d == nearestDistance && c > best)) continue;
    nearestDistance = d;
    best = c;
  }
  return best;
}

/**
 * The nearest of those centroids whose scores, `unit` times their sums at `kept` (i32, 32 bytes apart), are at most `most`, by exact distances; of equally near ones
 * the first.
 */
export function nearestOfKept(x: usize, kept: usize, unit: f32, most: f32): i32 {
  const stride = <usize>columns << 2;
  let best = 0;
  let nearestDistance = f64.POSITIVE_INFINITY;
  for (let c = 0; c < k; c++) {
    if (<f32>load<i32>(kept + (<usize>c << 5)) * unit > most) continue;
    const d = distance(x, centroids + <usize>c * stride, columns, cosine);
    if (d < nearestDistance) {
      nearestDistance = d;
      best = c;
    }
  }
  return best;
}

/** Rounding error of two exact distances, beside which a difference is a tie. */
// @ts-ignore: decorator
@inline
export function exactError(length: f32): f32 {
  return EXACT_ROUNDING * <f32>(columns + 3) * (length + largest) * (length + largest);
}

/** The same for four rows. */
// @ts-ignore: decorator
@inline
export function exactErrors(lengths: v128): v128 {
  const reach = f32x4.add(lengths, f32x4.splat(largest));
  return f32x4.mul(f32x4.splat(EXACT_ROUNDING * <f32>(columns + 3)), f32x4.mul(reach, reach));
}

/** What `dotFour` found: f32 × 4. */
const products = memory.data(16, 16);

/** x·c in f32 for up to four centroids one behind the other, to `products`; where there are fewer, the last counts for the rest. `stride` counts bytes. */
// @ts-ignore: decorator
@inline
function dotFour(x: usize, c: usize, stride: usize, count: i32): void {
  let d = c + (count > 1 ? stride : 0);
  let e = d + (count > 2 ? stride : 0);
  let f = e + (count > 3 ? stride : 0);
  let low = f32x4.splat(0), next = low, third = low, last = low;
  const end = x + stride;
  for (const quadsEnd = x + (stride & ~15); x < quadsEnd; x += 16, c += 16, d += 16, e += 16, f += 16) {
    const v = v128.load(x);
    low = f32x4.add(low, f32x4.mul(v, v128.load(c)));
    next = f32x4.add(next, f32x4.mul(v, v128.load(d)));
    third = f32x4.add(third, f32x4.mul(v, v128.load(e)));
    last = f32x4.add(last, f32x4.mul(v, v128.load(f)));
  }
  let sums = sumsOfFour(low, next, third, last);
  for (; x < end; x += 4, c += 4, d += 4, e += 4, f += 4) sums = f32x4.add(sums, f32x4.mul(v128.load32_splat(x), gather(c, d, e, f)));
  v128.store(products, sums);
}
