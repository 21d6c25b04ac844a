// Sums of products of one quantised row with centroids wherever they stand: the same sums as those of a tile, to the last bit.

import { centroidGrains, tails } from './centroids';
import { gather, wholeSumsOfFour } from './lanes';

/** With one centroid. `last`: what stands behind the row's columns; `bytes`: of a row, see `rowBytes`. */
export function sumWithOne(x: usize, last: i32, c: i32, bytes: usize): i32 {
  let y = centroidGrains + <usize>c * bytes;
  let even = i32x4.splat(0), odd = even;
  const end = x + bytes;
  for (const wholeEnd = x + (bytes & ~31); x < wholeEnd; x += 32, y += 32) {
    even = i32x4.add(even, i32x4.dot_i16x8_s(v128.load(x), v128.load(y)));
    odd = i32x4.add(odd, i32x4.dot_i16x8_s(v128.load(x, 16), v128.load(y, 16)));
  }
  if (x < end) even = i32x4.add(even, i32x4.dot_i16x8_s(v128.load(x), v128.load(y)));
  even = i32x4.add(even, odd);
  const halves = i32x4.add(even, v128.shuffle<i64>(even, even, 1, 0));
  return i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1) + last * load<i32>(tails + (<usize>c << 2));
}

/** With four centroids. */
// @ts-ignore: decorator
@inline
export function sumsWithFour(x: usize, last: i32, i: i32, j: i32, m: i32, n: i32, bytes: usize): v128 {
  let p = centroidGrains + <usize>i * bytes, q = centroidGrains + <usize>j * bytes, r = centroidGrains + <usize>m * bytes, s = centroidGrains + <usize>n * bytes;
  let a = i32x4.splat(0), b = a, c = a, d = a;
  const end = x + bytes;
  for (const wholeEnd = x + (bytes & ~31); x < wholeEnd; x += 32, p += 32, q += 32, r += 32, s += 32) {
    const low = v128.load(x), high = v128.load(x, 16);
    a = i32x4.add(a, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(p)), i32x4.dot_i16x8_s(high, v128.load(p, 16))));
    b = i32x4.add(b, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(q)), i32x4.dot_i16x8_s(high, v128.load(q, 16))));
    c = i32x4.add(c, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(r)), i32x4.dot_i16x8_s(high, v128.load(r, 16))));
    d = i32x4.add(d, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(s)), i32x4.dot_i16x8_s(high, v128.load(s, 16))));
  }
  if (x < end) {
    const low = v128.load(x);
    a = i32x4.add(a, i32x4.dot_i16x8_s(low, v128.load(p)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(low, v128.load(q)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(low, v128.load(r)));
    d = i32x4.add(d, i32x4.dot_i16x8_s(low, v128.load(s)));
  }
  const behind = gather(tails + (<usize>i << 2), tails + (<usize>j << 2), tails + (<usize>m << 2), tails + (<usize>n << 2));
  return i32x4.add(wholeSumsOfFour(a, b, c, d), i32x4.mul(behind, i32x4.splat(last)));
}
