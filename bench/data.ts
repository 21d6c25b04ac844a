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
export function drawRows(rows: Rows, count: number, seed: number): number[][] {
  const random = createRandom(seed);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(random.integer(rows.rows));
  return [...drawn].map((row) => rowOf(rows, row));
}

/** Rows as arrays, as most peers want them. */
export function asArrays(rows: Rows): number[][] {
  return Array.from({ length: rows.rows }, (_, row) => rowOf(rows, row));
}

/** Pushed one by one: V8 then keeps plain doubles, on which the peers in JavaScript are several times faster. */
function rowOf({ data, columns }: Rows, row: number): number[] {
  const values: number[] = [];
  for (let i = row * columns; i < (row + 1) * columns; i++) values.push(data[i]);
  return values;
}

/** Sum of twelve uniform numbers: near enough to a normal one for a benchmark. */
function normal(next: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += next();
  return sum;
}
