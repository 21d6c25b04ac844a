/**
 * The bin of each value: 0 for NaN, else 1 + the number of cuts below the value. Writes one byte every `stride`.
 * `cuts` are 255 rising f64, those past the last cut +Infinity.
 */
export function assignBins(values: usize, count: i32, cuts: usize, bins: usize, stride: usize): void {
  const end = values + (<usize>count << 3);
  for (; values < end; values += 8, bins += stride) {
    const value = load<f64>(values);
    let at = cuts;
    // a search without branches: each step takes half of what is left where its last cut is below the value
    for (let half: usize = 128 << 3; half >= 8; half >>= 1) at += select<usize>(half, 0, load<f64>(at + half - 8) < value);
    store<u8>(bins, value == value ? ((at - cuts) >> 3) + 1 : 0);
  }
}
