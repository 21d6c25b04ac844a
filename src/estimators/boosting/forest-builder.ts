import { CATEGORY, type Forest, SET_BYTES } from '../../engine/trees/forest.ts';
import type { Split } from '../../engine/trees/trainer.ts';

/** Trees, one after the other, while they grow. Nodes are numbered from the root of the tree that was begun last. */
export class ForestBuilder {
  readonly #roots: number[] = [];
  readonly #depths: number[] = [];
  /** Sets made before each tree. */
  readonly #firstSets: number[] = [];
  readonly #features: number[] = [];
  readonly #shifts: number[] = [];
  readonly #limits: number[] = [];
  readonly #children: number[] = [];
  readonly #values: number[] = [];
  readonly #sets: Uint8Array[] = [];

  /** Trees begun so far. */
  get trees(): number {
    return this.#roots.length;
  }

  /** Begins a tree; its root, 0, is a leaf. */
  beginTree(): void {
    this.#roots.push(this.#values.length);
    this.#depths.push(0);
    this.#firstSets.push(this.#sets.length);
    this.#add();
  }

  /** Makes a leaf a split; returns its left child, which the right one follows. */
  split(node: number, { feature, shift, limit, set }: Split): number {
    const root = this.#roots[this.trees - 1];
    this.#features[root + node] = feature;
    this.#shifts[root + node] = shift;
    this.#limits[root + node] = limit;
    if (set) this.#values[root + node] = this.#sets.push(set) - 1;
    this.#children[root + node] = this.#add() - root;
    this.#add();
    return this.#children[root + node];
  }

  /** Gives a leaf, `depth` splits below the root, its value. */
  setLeaf(node: number, value: number, depth: number): void {
    const tree = this.trees - 1;
    this.#values[this.#roots[tree] + node] = value;
    this.#depths[tree] = Math.max(this.#depths[tree], depth);
  }

  /** Trees `from` to `to − 1` as a forest. */
  slice(from: number, to: number): Forest {
    const [first, end] = [this.#roots[from] ?? 0, this.#roots[to] ?? this.#values.length];
    const [firstSet, endSet] = [this.#firstSets[from] ?? 0, this.#firstSets[to] ?? this.#sets.length];
    const sets = new Uint8Array((endSet - firstSet) * SET_BYTES);
    for (let i = firstSet; i < endSet; i++) sets.set(this.#sets[i], (i - firstSet) * SET_BYTES);
    const values = Float64Array.from(this.#values.slice(first, end));
    for (let node = first; node < end; node++) if (this.#shifts[node] === CATEGORY) values[node - first] -= firstSet;
    return {
      roots: Uint32Array.from(this.#roots.slice(from, to), (root) => root - first),
      depths: Uint32Array.from(this.#depths.slice(from, to)),
      features: Uint16Array.from(this.#features.slice(first, end)),
      shifts: Uint8Array.from(this.#shifts.slice(first, end)),
      limits: Uint8Array.from(this.#limits.slice(first, end)),
      children: Uint32Array.from(this.#children.slice(first, end)),
      values,
      sets,
    };
  }

  /** Adds a leaf; returns its place. */
  #add(): number {
    this.#features.push(0);
    this.#shifts.push(0);
    this.#limits.push(0);
    this.#children.push(0);
    return this.#values.push(0) - 1;
  }
}
