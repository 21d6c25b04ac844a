// Lanes of eight by mask, without branches that nobody could foresee.

/** For every mask of eight: the numbers of the lanes that are in it, u8 × 8. */
const lanes = memory.data(2048, 16);

/** Makes `eightIn` ready. */
export function useEightIn(): void {
  for (let mask = 0; mask < 256; mask++) {
    let to = lanes + (<usize>mask << 3);
    for (let left = mask; left != 0; left &= left - 1, to++) store<u8>(to, <u8>ctz(left));
  }
}

/** The numbers of the lanes that are in a mask, and zeros: u16 × 8. */
// @ts-ignore: decorator
@inline
export function eightIn(mask: i32): v128 {
  return v128.load_ext<u8>(lanes + (<usize>mask << 3));
}
