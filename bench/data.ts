import { createRandom } from '../src/core/random.ts';

export interface Rows {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Rows scattered about `centers` points of the unit cube; `spread` is the standard deviation around them. */
export function blobs(rows: number, columns: number, centers: number, spread: number, seed: number): Rows {
  const random = createRandom(seed);
  const middle = Float64Array.from({ length: centers * columns }, () => random.next());
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const center = random.integer(centers);
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = middle[center * columns + column] + spread * normal(random.next);
    }
  }
  return { data, rows, columns };
}

/** `count` different rows, drawn by the seed, to start every peer from. */
export function drawRows({ data, rows, columns }: Rows, count: number, seed: number): number[][] {
  const random = createRandom(seed);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(random.integer(rows));
  return [...drawn].map((row) => [...data.subarray(row * columns, (row + 1) * columns)]);
}

/** Rows as arrays, as most peers want them. */
export function asArrays({ data, rows, columns }: Rows): number[][] {
  return Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
}

/** Sum of twelve uniform numbers: near enough to a normal one for a benchmark. */
function normal(next: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += next();
  return sum;
}
