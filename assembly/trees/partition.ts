/** Which bins go left: 4, the bytes of a row's number, or 0. */
const steps: usize = memory.data(256);

/**
 * Parts the rows of a node in place: those that go left first, each side in the order it had. Left are the bins with
 * (bin − shift) mod 256 < limit, or those in the set at `set` (256 bits) where it is not 0. `bins` is the feature's bin of row 0; `buffer` has
 * room for the rows and one more. Returns how many go left.
 */
export function partition(rows: usize, count: i32, bins: usize, stride: usize, shift: i32, limit: i32, set: usize, buffer: usize): i32 {
  if (set) {
    for (let bin = 0; bin < 256; bin++) store<u8>(steps + bin, inSet(set, bin) << 2);
  } else {
    memory.fill(steps, 0, 256);
    memory.fill(steps + shift, 4, limit);
  }
  const end = rows + (<usize>count << 2);
  let left = rows;
  let right = buffer;
  for (let at = rows; at < end; at += 4) {
    // written to both sides, of which only the one it belongs to moves on: no branch to mispredict
    const row = load<u32>(at);
    const step = <usize>load<u8>(steps + load<u8>(bins + <usize>row * stride));
    store<u32>(left, row);
    store<u32>(right, row);
    left += step;
    right += 4 - step;
  }
  memory.copy(left, buffer, right - buffer);
  return <i32>((left - rows) >> 2);
}

/** 1 where the set has the bin, else 0. */
// @ts-ignore: decorator
@inline
export function inSet(set: usize, bin: u32): u32 {
  return (<u32>load<u8>(set + <usize>(bin >> 3)) >> (bin & 7)) & 1;
}
