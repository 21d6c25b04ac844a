// Helpers for vectors. Constants that hot loops use are read from memory: V8 makes a constant vector anew, in three instructions, at each use, and keeps
// one that was loaded in its register.

/** Four f32 from four places. */
// @ts-ignore: decorator
@inline
export function gather(a: usize, b: usize, c: usize, d: usize): v128 {
  return v128.load32_lane(d, v128.load32_lane(c, v128.load32_lane(b, v128.load32_zero(a), 1), 2), 3);
}

/** Four f32 of these numbers (i32×4). */
// @ts-ignore: decorator
@inline
export function gatherAt(from: usize, numbers: v128): v128 {
  const at = i32x4.shl(numbers, 2);
  return gather(
    from + <usize>i32x4.extract_lane(at, 0), from + <usize>i32x4.extract_lane(at, 1), from + <usize>i32x4.extract_lane(at, 2), from + <usize>i32x4.extract_lane(at, 3),
  );
}

/** The upper two lanes, twice. */
// @ts-ignore: decorator
@inline
export function upperHalf(v: v128): v128 {
  return v128.shuffle<i64>(v, v, 1, 1);
}

/** The sums of the lanes of four vectors. */
// @ts-ignore: decorator
@inline
export function sumsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

/** The same for whole numbers. */
// @ts-ignore: decorator
@inline
export function wholeSumsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}
