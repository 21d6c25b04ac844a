import { power } from '../../core/power.ts';
import type { Clustering } from '../clustering.ts';
import { inUnits } from './ledger.ts';
import { addRow, distanceTo, type Row } from './row.ts';

/** Half-lives after which nothing is left of a number. */
const FORGOTTEN = 1100;

/** A centroid that has moved. */
export interface Moved {
  readonly cluster: number;
  readonly centroid: Float32Array;
  readonly mass: number;
  /** How far, in the user's units. */
  readonly drift: number;
}

/** Running means: what pulls at each centroid, until all move together. */
export class Moves {
  readonly #pulls = new Map<number, { readonly sum: Float64Array; weight: number }>();
  readonly #columns: number;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Lets a row pull at a centroid. */
  add(cluster: number, row: Row, weight: number): void {
    if (weight === 0) return;
    const pull = this.#pulls.get(cluster) ?? { sum: new Float64Array(this.#columns), weight: 0 };
    this.#pulls.set(cluster, pull);
    addRow(row, weight, pull.sum);
    pull.weight += weight;
  }

  /**
   * The centroids that these pulls move, as means of all rows they ever averaged; each halves the weight of what came before whenever rows of weight
   * `halfLife` have joined it. Rows that pull at once count alike.
   */
  settle(clustering: Clustering, halfLife: number): Moved[] {
    return [...this.#pulls].map(([cluster, { sum, weight }]) => {
      const from = cluster * this.#columns;
      const before = clustering.centroids.subarray(from, from + this.#columns);
      const kept = clustering.ledger().masses[cluster] * power(0.5, Math.min(FORGOTTEN, weight / halfLife));
      addRow({ columns: null, values: before }, kept, sum);
      const cosine = clustering.space.metric === 'cosine';
      const mass = cosine ? lengthOf(sum) : kept + weight;
      const centroid = mass > 0 ? divided(sum, mass) : before.slice();
      return { cluster, centroid, mass, drift: inUnits(between(before, centroid, cosine), clustering.space) };
    });
  }
}

/** A vector's values by a number, in the engine's precision. */
export function divided(vector: Float64Array, by: number): Float32Array {
  const out = new Float32Array(vector.length);
  for (let i = 0; i < vector.length; i++) out[i] = vector[i] / by + 0;
  return out;
}

/** Length of a vector. */
export function lengthOf(vector: Float64Array): number {
  let square = 0;
  for (const value of vector) square += value * value;
  return Math.sqrt(square);
}

/** Engine's distance of two centroids that are all but equal: for cosine half the squared distance, which is the same for unit lengths and loses no digits. */
function between(a: Float32Array, b: Float32Array, cosine: boolean): number {
  const squared = distanceTo({ columns: null, values: a }, b, 0, { metric: 'euclidean', columns: b.length });
  return cosine ? squared / 2 : squared;
}
