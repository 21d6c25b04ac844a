import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix, Matrix, Metric, Weights } from '../core/types.ts';
import { plainIntake } from '../matrix/intake.ts';
import { type ComingRows, outOfReach, projectDense, toMatrix } from '../matrix/space.ts';
import type { Kernel, Measured, MeasuredRows, Shard, StepSums } from './kernel.ts';
import { type Distance, innerProduct, squaredEuclidean, wideRow } from './reference-rows.ts';
import { openSilhouette } from './reference-silhouette.ts';

/** The kernel in plain TypeScript on ml-distance: the oracle in tests, and the engine where WebAssembly is missing or forbidden. */
export const referenceKernel: Kernel = {
  ...plainIntake,
  name: 'reference',
  open: (matrix, weights, metric) => new ReferenceShard(matrix, weights, metric),
  openPredictor: (centroids, k, _columns, metric) => ({
    labels: (matrix) => {
      const shard = labelled(toMatrix(matrix, plainIntake), centroids, k, metric);
      shard.step(0, matrix.rows);
      return shard.labels();
    },
    distances: (matrix) => labelled(matrix, centroids, k, metric).allDistances(0, matrix.rows),
    close: () => {},
  }),
  openSilhouette: async (...task) => openSilhouette(...task),
};

function labelled(matrix: Matrix, centroids: Float32Array, k: number, metric: Metric): ReferenceShard {
  const shard = new ReferenceShard(matrix, new Float64Array(matrix.rows), metric);
  shard.setCentroids(centroids, k);
  return shard;
}

function distanceOf(metric: Metric): Distance {
  return metric === 'cosine' ? (a, b) => 1 - innerProduct(a, b) : squaredEuclidean;
}

class ReferenceShard implements Shard {
  readonly rows: number;
  readonly columns: number;
  readonly #matrix: Matrix;
  /** What is known of rows that come later; null for others. */
  readonly #coming: ComingRows | null;
  readonly #weights: Weights;
  readonly #distance: Distance;
  readonly #labels: Int32Array;
  readonly #nearest: Float32Array;
  #centroids: Float64Array[] = [];
  #measured: Measured = measuredNothing(0, 0, new Float32Array(0));

  constructor(matrix: Matrix | ComingRows, weights: Weights, metric: Metric) {
    const { rows, columns } = matrix;
    this.rows = rows;
    this.columns = columns;
    this.#matrix = matrix.kind === 'raw' ? { kind: 'dense', data: new Float32Array(rows * columns), rows, columns } : matrix;
    this.#coming = matrix.kind === 'raw' ? matrix : null;
    this.#weights = weights;
    this.#distance = distanceOf(metric);
    this.#labels = new Int32Array(matrix.rows).fill(-1);
    this.#nearest = new Float32Array(matrix.rows);
  }

  takeIn(first: number, rows: DenseInput | DenseMatrix): void {
    if (this.#coming === null || this.#matrix.kind === 'csr') throw new Error('the rows are there already');
    const { space, most } = this.#coming;
    const matrix = projectDense(rows, space, plainIntake, first);
    const isNear = (row: Float64Array): boolean => row.reduce((square, value) => square + value * value, 0) <= most;
    for (let i = 0; i < matrix.rows; i++) if (!isNear(wideRow(matrix, i))) throw outOfReach(rows, space, first);
    this.#matrix.data.set(matrix.data, first * this.columns);
  }

  setCentroids(centroids: Float32Array, k: number): void {
    this.#centroids = splitRows(centroids, k, this.columns);
  }

  forget(): void {
    this.#labels.fill(-1);
  }

  step(first: number, count: number): StepSums {
    const sums = new Float64Array(this.#centroids.length * this.columns);
    const totals = new Float64Array(this.#centroids.length);
    const members = new Int32Array(this.#centroids.length);
    const touched = new Uint8Array(this.#centroids.length);
    const add = (label: number, row: Float64Array, weight: number): void => {
      totals[label] += weight;
      touched[label] = 1;
      members[label] += Math.sign(weight);
      row.forEach((value, column) => {
        sums[label * this.columns + column] += weight * value;
      });
    };
    let changed = 0;
    for (let i = first; i < first + count; i++) {
      const row = wideRow(this.#matrix, i);
      const label = this.#nearestCentroid(row);
      if (label === this.#labels[i]) continue;
      if (this.#labels[i] >= 0) add(this.#labels[i], row, -this.#weights[i]);
      add(label, row, this.#weights[i]);
      this.#labels[i] = label;
      changed++;
    }
    return { changed, sums, totals, members, touched };
  }

  labels(): Int32Array {
    return this.#labels;
  }

  labelDistances(): Float64Array {
    return Float64Array.from(this.#labels, (_, i) => this.#labelDistance(i));
  }

  inertia(first: number, count: number): number {
    let sum = 0;
    for (let i = first; i < first + count; i++) sum += this.#weights[i] * this.#labelDistance(i);
    return sum;
  }

  allDistances(first: number, count: number): Float64Array {
    const k = this.#centroids.length;
    const out = new Float64Array(count * k);
    for (let i = 0; i < count; i++) {
      const row = wideRow(this.#matrix, first + i);
      for (let c = 0; c < k; c++) out[i * k + c] = this.#distance(row, this.#centroids[c]);
    }
    return out;
  }

  startMeasure(): void {
    this.#measured = measuredNothing(this.#centroids.length, this.columns, this.#nearest);
  }

  measure(first: number, count: number): MeasuredRows {
    let inertia = 0;
    const squares = new Float64Array(this.#centroids.length * this.columns);
    const { nearest, nearestDistances, least, leastValues, most, mostValues } = this.#measured;
    for (let i = first; i < first + count; i++) {
      const label = this.#labels[i];
      const distance = this.#labelDistance(i);
      this.#nearest[i] = distance;
      inertia += this.#weights[i] * distance;
      if (this.#weights[i] === 0) continue;
      if (distance < nearestDistances[label]) {
        nearestDistances[label] = distance;
        nearest[label] = i;
      }
      wideRow(this.#matrix, i).forEach((value, column) => {
        const place = label * this.columns + column;
        squares[place] += this.#weights[i] * (value - this.#centroids[label][column]) ** 2;
        if (value < leastValues[place]) {
          leastValues[place] = value;
          least[place] = i;
        }
        if (value > mostValues[place]) {
          mostValues[place] = value;
          most[place] = i;
        }
      });
    }
    return { squares, inertia };
  }

  measured(): Measured {
    return this.#measured;
  }

  row(index: number): Float32Array {
    return Float32Array.from(wideRow(this.#matrix, index));
  }

  clearSeeds(): void {
    this.#nearest.fill(Infinity);
  }

  trySeeds(candidates: Float32Array, m: number, first: number, count: number): Float64Array {
    const seeds = splitRows(candidates, m, this.columns);
    const potentials = new Float64Array(m);
    for (let i = first; i < first + count; i++) {
      const row = wideRow(this.#matrix, i);
      for (let c = 0; c < m; c++) potentials[c] += this.#weights[i] * Math.min(this.#nearest[i], this.#seedDistance(row, seeds[c]));
    }
    return potentials;
  }

  takeSeed(seed: Float32Array, first: number, count: number): number {
    const wide = Float64Array.from(seed);
    let potential = 0;
    for (let i = first; i < first + count; i++) {
      this.#nearest[i] = Math.min(this.#nearest[i], this.#seedDistance(wideRow(this.#matrix, i), wide));
      potential += this.#weights[i] * this.#nearest[i];
    }
    return potential;
  }

  pickRow(first: number, count: number, target: number): number {
    let sum = 0;
    let last = first;
    for (let i = first; i < first + count && sum <= target; i++) {
      const part = this.#weights[i] * this.#nearest[i];
      if (part > 0) last = i;
      sum += part;
    }
    return last;
  }

  seedDistances(): Float32Array {
    return this.#nearest;
  }

  close(): void {
    this.#centroids = [];
  }

  #labelDistance(i: number): number {
    return this.#distance(wideRow(this.#matrix, i), this.#centroids[this.#labels[i]]);
  }

  #seedDistance(row: Float64Array, seed: Float64Array): number {
    return Math.max(0, this.#distance(row, seed));
  }

  /** Number of the nearest centroid; of equally near ones the first. */
  #nearestCentroid(row: Float64Array): number {
    let best = 0;
    let least = Infinity;
    for (let c = 0; c < this.#centroids.length; c++) {
      const distance = this.#distance(row, this.#centroids[c]);
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }
}

function measuredNothing(k: number, columns: number, distances: Float32Array): Measured {
  const rows = (count: number): Int32Array => new Int32Array(count).fill(-1);
  return {
    distances,
    nearest: rows(k),
    nearestDistances: new Float64Array(k).fill(Infinity),
    least: rows(k * columns),
    leastValues: new Float32Array(k * columns).fill(Infinity),
    most: rows(k * columns),
    mostValues: new Float32Array(k * columns).fill(-Infinity),
  };
}

function splitRows(values: Float32Array, count: number, columns: number): Float64Array[] {
  return Array.from({ length: count }, (_, i) => Float64Array.from(values.subarray(i * columns, (i + 1) * columns)));
}
