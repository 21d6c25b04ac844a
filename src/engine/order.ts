/**
 * An order in which near centroids stand together, in groups of `groupSize`: the centroids are split in two along the line between two far ones,
 * and so on, down to single groups. Padded with -1 to `padded` places.
 */
export function spatialOrder(centroids: Float32Array, k: number, columns: number, groupSize: number, padded: number): Int32Array {
  const order = new Int32Array(padded).fill(-1);
  for (let c = 0; c < k; c++) order[c] = c;
  const split = (from: number, to: number): void => {
    const groups = Math.ceil((to - from) / groupSize);
    if (groups < 2) return;
    const part = order.subarray(from, to);
    const axis = farAxis(centroids, columns, part);
    const along = new Map(Array.from(part, (c) => [c, dot(centroids, c * columns, axis)]));
    part.sort((a, b) => (along.get(a) as number) - (along.get(b) as number) || a - b);
    const middle = from + Math.ceil(groups / 2) * groupSize;
    split(from, middle);
    split(middle, to);
  };
  split(0, k);
  return order;
}

/** From one far centroid to another. */
function farAxis(centroids: Float32Array, columns: number, some: Int32Array): Float64Array {
  const from = farthest(centroids, columns, some, some[0]);
  const to = farthest(centroids, columns, some, from);
  return Float64Array.from({ length: columns }, (_, j) => centroids[to * columns + j] - centroids[from * columns + j]);
}

function farthest(centroids: Float32Array, columns: number, some: Int32Array, from: number): number {
  let most = -1;
  let found = from;
  for (const c of some) {
    let square = 0;
    for (let j = 0; j < columns; j++) {
      const difference = centroids[c * columns + j] - centroids[from * columns + j];
      square += difference * difference;
    }
    if (square > most) {
      most = square;
      found = c;
    }
  }
  return found;
}

function dot(values: Float32Array, at: number, axis: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < axis.length; j++) sum += values[at + j] * axis[j];
  return sum;
}
