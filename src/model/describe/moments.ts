import type { Weights } from '../../core/types.ts';

/** What is known of some weighted numbers: enough to tell their spread, and to be joined with that of others. */
export interface Moments {
  /** Weight of the numbers. */
  readonly weight: number;
  readonly mean: number;
  /** Weighted sum of the squared distances from the mean. */
  readonly squares: number;
  readonly least: number;
  readonly most: number;
}

/** Rows of numbers, row-major, with their labels and weights. */
export interface DenseRows {
  readonly data: ArrayLike<number>;
  readonly columns: number;
  readonly labels: ArrayLike<number>;
  readonly weights: Weights;
}

/**
 * Sums of numbers in many places at once. Differences are taken from the first number of a place, so that an offset common to all
 * costs no precision.
 */
export class MomentSums {
  readonly #pivots: Float64Array;
  readonly #weights: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  /** Room for the moments of one place. */
  readonly #one = new Float64Array(5);

  constructor(places: number) {
    this.#pivots = new Float64Array(places);
    this.#weights = new Float64Array(places);
    this.#sums = new Float64Array(places);
    this.#squares = new Float64Array(places);
    this.#least = new Float64Array(places).fill(Infinity);
    this.#most = new Float64Array(places).fill(-Infinity);
  }

  /** Adds a number of a weight above 0. */
  add(place: number, value: number, weight: number): void {
    const number = withinReach(value);
    if (this.#weights[place] === 0) this.#pivots[place] = number;
    const difference = number - this.#pivots[place];
    this.#weights[place] += weight;
    this.#sums[place] += weight * difference;
    this.#squares[place] += weight * difference * difference;
    if (number < this.#least[place]) this.#least[place] = number;
    if (number > this.#most[place]) this.#most[place] = number;
  }

  /** Adds some rows of numbers: column c of a row of label l in place l · columns + c. Call `endRows` after the last ones. */
  addRows(rows: Uint32Array, { data, columns, labels, weights }: DenseRows): void {
    const pivots = this.#pivots;
    const sums = this.#sums;
    const squares = this.#squares;
    const least = this.#least;
    const most = this.#most;
    for (let r = 0; r < rows.length; r++) {
      const weight = weights[rows[r]];
      const first = rows[r] * columns;
      const place = labels[rows[r]] * columns;
      if (this.#weights[place] === 0) for (let c = 0; c < columns; c++) pivots[place + c] = withinReach(data[first + c]);
      this.#weights[place] += weight;
      for (let c = 0; c < columns; c++) {
        const number = withinReach(data[first + c]);
        const difference = number - pivots[place + c];
        const weighted = weight * difference;
        sums[place + c] += weighted;
        squares[place + c] += weighted * difference;
        if (number < least[place + c]) least[place + c] = number;
        if (number > most[place + c]) most[place + c] = number;
      }
    }
  }

  /** All columns of a row have the weight of its first. */
  endRows(columns: number): void {
    for (let place = 0; place < this.#weights.length; place += columns) {
      this.#weights.fill(this.#weights[place], place, place + columns);
    }
  }

  /** Whether a place has a number. */
  has(place: number): boolean {
    return this.#weights[place] > 0;
  }

  /** What was added in a place; null where nothing was. */
  moments(place: number): Moments | null {
    if (!this.has(place)) return null;
    this.write(place, this.#one, 0);
    return readMoments(this.#one, 0);
  }

  /** Writes the moments of a place that has a number, in the order of {@link Moments}, to `out` from `at` on, for `readMoments`. */
  write(place: number, out: Float64Array, at: number): void {
    const weight = this.#weights[place];
    const shift = this.#sums[place] / weight;
    out[at] = weight;
    out[at + 1] = this.#pivots[place] + shift;
    out[at + 2] = Math.max(0, this.#squares[place] - this.#sums[place] * shift);
    out[at + 3] = this.#least[place];
    out[at + 4] = this.#most[place];
  }

  /** Forgets what was added in a place. */
  clear(place: number): void {
    this.#weights[place] = 0;
    this.#sums[place] = 0;
    this.#squares[place] = 0;
    this.#least[place] = Infinity;
    this.#most[place] = -Infinity;
  }
}

/** The moments that `MomentSums.write` wrote there. */
export function readMoments(values: Float64Array, at: number): Moments {
  return { weight: values[at], mean: values[at + 1], squares: values[at + 2], least: values[at + 3], most: values[at + 4] };
}

/** Numbers beyond this, either way, count as this: their squares can be summed. */
export const MOST_NUMBER = 1e150;

/** The number itself; numbers beyond ±1e150 count as that. The figure stands here as such because the loops are three times faster so. */
export function withinReach(value: number): number {
  if (value > 1e150) return 1e150;
  return value < -1e150 ? -1e150 : value;
}

/** The moments of two groups of numbers together (Chan, Golub & LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1982). */
export function joinMoments(a: Moments | null, b: Moments | null): Moments | null {
  if (a === null || b === null) return a ?? b;
  const weight = a.weight + b.weight;
  const difference = b.mean - a.mean;
  return {
    weight,
    mean: a.mean + (difference * b.weight) / weight,
    squares: a.squares + b.squares + ((difference * difference * a.weight) / weight) * b.weight,
    least: Math.min(a.least, b.least),
    most: Math.max(a.most, b.most),
  };
}

/** Mean and squares of the numbers of `all` that are not in `own`; null where there are none. */
export function withoutMoments(all: Moments, own: Moments): Pick<Moments, 'weight' | 'mean' | 'squares'> | null {
  const weight = all.weight - own.weight;
  if (!(weight > all.weight * 1e-9)) return null; // nothing but rounding is left
  const mean = all.mean + ((all.mean - own.mean) * own.weight) / weight;
  const difference = mean - own.mean;
  const between = ((difference * difference * own.weight) / all.weight) * weight;
  return { weight, mean, squares: Math.max(0, all.squares - own.squares - between) };
}

/** Standard deviation of the numbers, as of a whole population. */
export function deviationOf({ squares, weight }: Pick<Moments, 'squares' | 'weight'>): number {
  return Math.sqrt(squares / weight);
}
