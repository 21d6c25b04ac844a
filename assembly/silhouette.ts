// Silhouette (Rousseeuw 1987) of weighted rows grouped by cluster, in f64: a row of weight w stands for w equal rows.

const HALF: f64 = 0.5;

/**
 * Silhouettes of rows `first` up to `last` against all rows, to `out` (f64, one a row).
 * In: rows f64 (count × columns) ordered by cluster, weights f64, starts i32 (k + 1: cluster c is rows starts[c] … starts[c+1]),
 * totals f64 (k, weight of each cluster), sums f64 (k, scratch). A row alone in its cluster scores 0.
 */
export function silhouetteDense(
  rows: usize, weights: usize, columns: i32, cosine: bool, starts: usize, totals: usize, k: i32, sums: usize,
  first: i32, last: i32, out: usize,
): void {
  const stride = <usize>columns << 3;
  let own = 0;
  for (let i = first; i < last; i++) {
    while (load<i32>(starts + (<usize>(own + 1) << 2)) <= i) own++;
    const x = rows + <usize>i * stride;
    for (let c = 0; c < k; c++) {
      const end = load<i32>(starts + (<usize>(c + 1) << 2));
      let sum: f64 = 0;
      for (let j = load<i32>(starts + (<usize>c << 2)); j < end; j++) {
        if (j != i) sum += load<f64>(weights + (<usize>j << 3)) * pairDistance(x, rows + <usize>j * stride, columns, cosine);
      }
      store<f64>(sums + (<usize>c << 3), sum);
    }
    store<f64>(out + (<usize>i << 3), score(own, sums, totals, k));
  }
}

/** As `silhouetteDense` for sparse rows (values f32); squares f64 (squared lengths), scratch f64 (columns, all 0 before and after). */
export function silhouetteSparse(
  values: usize, indices: usize, offsets: usize, squares: usize, weights: usize, cosine: bool, starts: usize, totals: usize, k: i32,
  sums: usize, scratch: usize, first: i32, last: i32, out: usize,
): void {
  let own = 0;
  for (let i = first; i < last; i++) {
    while (load<i32>(starts + (<usize>(own + 1) << 2)) <= i) own++;
    const from = load<u32>(offsets + (<usize>i << 2));
    const to = load<u32>(offsets + (<usize>(i + 1) << 2));
    const square = load<f64>(squares + (<usize>i << 3));
    for (let e = from; e < to; e++) {
      store<f64>(scratch + (<usize>load<u32>(indices + (<usize>e << 2)) << 3), <f64>load<f32>(values + (<usize>e << 2)));
    }
    for (let c = 0; c < k; c++) {
      const end = load<i32>(starts + (<usize>(c + 1) << 2));
      let sum: f64 = 0;
      for (let j = load<i32>(starts + (<usize>c << 2)); j < end; j++) {
        if (j == i) continue;
        let product: f64 = 0;
        const stop = load<u32>(offsets + (<usize>(j + 1) << 2));
        for (let e = load<u32>(offsets + (<usize>j << 2)); e < stop; e++) {
          product += <f64>load<f32>(values + (<usize>e << 2)) * load<f64>(scratch + (<usize>load<u32>(indices + (<usize>e << 2)) << 3));
        }
        const d = cosine ? max<f64>(0, 1 - product) : sqrt(max<f64>(0, square + load<f64>(squares + (<usize>j << 3)) - 2 * product));
        sum += load<f64>(weights + (<usize>j << 3)) * d;
      }
      store<f64>(sums + (<usize>c << 3), sum);
    }
    for (let e = from; e < to; e++) store<f64>(scratch + (<usize>load<u32>(indices + (<usize>e << 2)) << 3), 0);
    store<f64>(out + (<usize>i << 3), score(own, sums, totals, k));
  }
}

/** (b − a) / max(a, b): a the mean distance to the rest of the own cluster, b the least mean distance to another. */
function score(own: i32, sums: usize, totals: usize, k: i32): f64 {
  const rest = load<f64>(totals + (<usize>own << 3)) - 1;
  if (rest < HALF) return 0;
  const a = load<f64>(sums + (<usize>own << 3)) / rest;
  let b = f64.POSITIVE_INFINITY;
  for (let c = 0; c < k; c++) {
    const total = load<f64>(totals + (<usize>c << 3));
    if (c != own && total > 0) b = min(b, load<f64>(sums + (<usize>c << 3)) / total);
  }
  const larger = max(a, b);
  return larger > 0 && b < f64.POSITIVE_INFINITY ? (b - a) / larger : 0;
}

// @ts-ignore: decorator
@inline
function pairDistance(x: usize, y: usize, columns: i32, cosine: bool): f64 {
  let lanes = f64x2.splat(0);
  const end = x + (<usize>columns << 3);
  const pairsEnd = x + (<usize>(columns & ~1) << 3);
  if (cosine) {
    for (; x < pairsEnd; x += 16, y += 16) lanes = f64x2.add(lanes, f64x2.mul(v128.load(x), v128.load(y)));
  } else {
    for (; x < pairsEnd; x += 16, y += 16) {
      const d = f64x2.sub(v128.load(x), v128.load(y));
      lanes = f64x2.add(lanes, f64x2.mul(d, d));
    }
  }
  let sum = f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
  if (x < end) {
    const d = load<f64>(x) - load<f64>(y);
    sum += cosine ? load<f64>(x) * load<f64>(y) : d * d;
  }
  return cosine ? max<f64>(0, 1 - sum) : sqrt(sum);
}
