// What decides where rounding could: the exact distances to those centroids that f32 cannot tell apart.

import { centroids, columns, cosine, k, largest, roundLeast, roundShare, scores, squares } from './centroids';
import { distance } from './distance';

/** Of one operation in f64 and two distances, with more than enough to spare. */
export const EXACT_ROUNDING: f32 = 1e-15;

/** The nearest centroid of a dense row of this length by exact distances; of equally near ones the first. */
export function nearest(x: usize, length: f32): i32 {
  const stride = <usize>columns << 2;
  const factor: f32 = cosine ? 1 : 2;
  let least: f32 = f32.POSITIVE_INFINITY;
  for (let c = 0; c < k; c++) {
    const score = load<f32>(squares + (<usize>c << 2)) - factor * dot(x, centroids + <usize>c * stride, stride);
    store<f32>(scores + (<usize>c << 2), score);
    least = min(least, score);
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

/** x·c in f32, four columns at a time; `stride` counts bytes. */
// @ts-ignore: decorator
@inline
export function dot(x: usize, c: usize, stride: usize): f32 {
  let lanes = f32x4.splat(0);
  const end = x + stride;
  const quadsEnd = x + (stride & ~15);
  for (; x < quadsEnd; x += 16, c += 16) lanes = f32x4.add(lanes, f32x4.mul(v128.load(x), v128.load(c)));
  let sum = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
  for (; x < end; x += 4, c += 4) sum += load<f32>(x) * load<f32>(c);
  return sum;
}
