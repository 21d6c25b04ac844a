// Centroids regrouped so that one vector load serves neighbouring centroids:
//
//   centroids  c0: x y z   c1: x y z   c2: …           (row-major, f32)
//   panel 0    x: c0 c1 … cW-1   y: c0 c1 … cW-1   z: … (W lanes a column)
//   panel 1    x: cW …
//
// Lanes past the last centroid hold zeros in the panel and +Infinity in the base, so they are never nearest.

/** Writes `ceil(k / width)` panels of `columns × width` values, each centroid value times `scale`. */
export function packPanels(centroids: usize, k: i32, columns: i32, width: i32, scale: f32, panels: usize): void {
  const count = (k + width - 1) / width;
  for (let p = 0; p < count; p++) {
    for (let j = 0; j < columns; j++) {
      for (let lane = 0; lane < width; lane++) {
        const c = p * width + lane;
        const value: f32 = c < k ? scale * load<f32>(centroids + ((<usize>c * columns + j) << 2)) : 0;
        store<f32>(panels, value);
        panels += 4;
      }
    }
  }
}

/**
 * Squared lengths of the centroids: exact ones (f64) to `squares`, and to `base` (f32, padded to whole panels) what a score starts
 * from: |c|² for euclidean, 0 for cosine. Returns the largest squared length.
 */
export function packBase(centroids: usize, k: i32, columns: i32, width: i32, cosine: bool, squares: usize, base: usize): f64 {
  let largest: f64 = 0;
  for (let c = 0; c < k; c++) {
    let square: f64 = 0;
    for (let j = 0; j < columns; j++) {
      const value = <f64>load<f32>(centroids + ((<usize>c * columns + j) << 2));
      square += value * value;
    }
    store<f64>(squares + (<usize>c << 3), square);
    store<f32>(base + (<usize>c << 2), cosine ? 0 : <f32>square);
    largest = max(largest, square);
  }
  const padded = ((k + width - 1) / width) * width;
  for (let c = k; c < padded; c++) store<f32>(base + (<usize>c << 2), f32.POSITIVE_INFINITY);
  return largest;
}
