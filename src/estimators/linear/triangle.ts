/**
 * The triangular factor R of a tall matrix that comes in blocks of rows: R'R equals X'X, found by Householder reflections and never by forming X'X, so that
 * no digits are lost to its squared condition (Golub & Van Loan, Matrix Computations, 5.2; row blocks as in 5.3.5's sequential updates).
 */
export interface Triangle {
  readonly columns: number;
  /** Row-major, columns × columns; zero below the diagonal. */
  readonly data: Float64Array;
}

/** The factor of no rows. */
export function emptyTriangle(columns: number): Triangle {
  return { columns, data: new Float64Array(columns * columns) };
}

/** Takes a block of rows in: `block` holds them column by column, `rows` values each, and is used up. */
export function absorb({ columns, data }: Triangle, block: Float64Array, rows: number): void {
  for (let j = 0; j < columns; j++) {
    const start = j * rows;
    let squares = 0;
    for (let i = start; i < start + rows; i++) squares += block[i] * block[i];
    if (squares === 0) continue;
    const diagonal = data[j * columns + j];
    const length = Math.sqrt(diagonal * diagonal + squares);
    const corner = diagonal > 0 ? -length : length;
    // the reflection I − τ·v·v' with v = (1, block column / pivot) takes (diagonal, block column) to (corner, 0)
    const pivot = diagonal - corner;
    const tau = -pivot / corner;
    data[j * columns + j] = corner;
    for (let k = j + 1; k < columns; k++) {
      const other = k * rows;
      let dot = 0;
      for (let i = 0; i < rows; i++) dot += block[start + i] * block[other + i];
      const factor = tau * (data[j * columns + k] + dot / pivot);
      data[j * columns + k] -= factor;
      const share = factor / pivot;
      for (let i = 0; i < rows; i++) block[other + i] -= share * block[start + i];
    }
  }
}

/** A least-squares solution: one coefficient a column but the last, which is the target. */
export interface Solution {
  readonly coefficients: Float64Array;
  /** Columns that the columns before them already say all of; their coefficient is 0. */
  readonly dropped: readonly number[];
}

/**
 * Solves for the last column by all others, from the left: a column of which less than `tolerance` of its length is left, once the columns before it
 * have explained what they can, is dropped. The factor is used up.
 */
export function solve({ columns, data }: Triangle, tolerance: number): Solution {
  const last = columns - 1;
  const kept: number[] = [];
  const dropped: number[] = [];
  for (let j = 0; j < last; j++) {
    const all = lengthOf(data, columns, j, 0);
    const left = lengthOf(data, columns, j, kept.length);
    if (left <= tolerance * all) dropped.push(j);
    else {
      reflect(data, columns, j, kept.length, left);
      kept.push(j);
    }
  }
  const coefficients = new Float64Array(last);
  for (let row = kept.length - 1; row >= 0; row--) {
    let value = data[row * columns + last];
    for (let other = row + 1; other < kept.length; other++) value -= data[row * columns + kept[other]] * coefficients[kept[other]];
    coefficients[kept[row]] = value / data[row * columns + kept[row]];
  }
  return { coefficients, dropped };
}

/** Length of a column from a row on. */
function lengthOf(data: Float64Array, columns: number, column: number, from: number): number {
  let squares = 0;
  for (let row = from; row < columns; row++) squares += data[row * columns + column] * data[row * columns + column];
  return Math.sqrt(squares);
}

/** Reflects the rows from `from` on so that of `column`, `length` long there, only the first is not 0. */
function reflect(data: Float64Array, columns: number, column: number, from: number, length: number): void {
  const corner = data[from * columns + column] > 0 ? -length : length;
  const pivot = data[from * columns + column] - corner;
  const tau = -pivot / corner;
  for (let k = column + 1; k < columns; k++) {
    let dot = data[from * columns + k];
    for (let row = from + 1; row < columns; row++) dot += (data[row * columns + column] / pivot) * data[row * columns + k];
    const factor = tau * dot;
    data[from * columns + k] -= factor;
    for (let row = from + 1; row < columns; row++) data[row * columns + k] -= factor * (data[row * columns + column] / pivot);
  }
  data[from * columns + column] = corner;
  for (let row = from + 1; row < columns; row++) data[row * columns + column] = 0;
}
