import type { Clustering } from '../clustering.ts';
import type { LineageEntry, Waiting } from './ledger.ts';
import { type Moved, Moves } from './moves.ts';
import { copyOf, type Row } from './row.ts';
import { keyAt, keyText } from './row-key.ts';

/** A centroid that is to come. */
export interface NewCentroid {
  readonly centroid: Float32Array;
  readonly mass: number;
  readonly radius: number;
  /** Weight of its rows. */
  readonly count: number;
  /** Where it was when it came to be, and how many births after the first of this change that counts: default there, and after all that give it. */
  readonly anchor?: Float32Array;
  readonly birth?: number;
}

/** Changes to a model, gathered while it is still as it was and then made all at once. */
export class Draft {
  readonly base: Clustering;
  readonly moves: Moves;
  readonly #counts: Float64Array;
  readonly #addedCounts: number[] = [];
  readonly #added: NewCentroid[] = [];
  readonly #ids: number[] = [];
  readonly #remembered: { readonly keys: Uint32Array; readonly index: number; readonly cluster: number }[] = [];
  readonly #waiting = new Map<string, Waiting>();
  /** Waiting rows that got a cluster, by the texts of their keys. */
  readonly #settled = new Map<string, number>();
  readonly #lineage: LineageEntry[] = [];
  readonly #rows: number;

  /** @param rows rows that this change takes in */
  constructor(base: Clustering, rows: number) {
    this.base = base;
    this.moves = new Moves(base.space.columns);
    this.#counts = base.counts.slice();
    this.#rows = rows;
  }

  /** Centroids that there will be. */
  get k(): number {
    return this.base.k + this.#added.length;
  }

  /** The label that a centroid will have. */
  labelOf(cluster: number): number {
    return cluster < this.base.k ? this.base.ids[cluster] : this.#ids[cluster - this.base.k];
  }

  /** The centroids added so far. */
  get added(): readonly NewCentroid[] {
    return this.#added;
  }

  /** Weight of the rows of a centroid. */
  countOf(cluster: number): number {
    return cluster < this.base.k ? this.#counts[cluster] : this.#addedCounts[cluster - this.base.k];
  }

  /** Counts rows that a centroid's cluster takes in. */
  addCount(cluster: number, weight: number): void {
    if (cluster < this.base.k) this.#counts[cluster] += weight;
    else this.#addedCounts[cluster - this.base.k] += weight;
  }

  /** Adds a centroid, with a label of its own where none is given; returns its number. */
  addCentroid(added: NewCentroid, label?: number): number {
    const cluster = this.k;
    this.#added.push(added);
    this.#addedCounts.push(added.count);
    this.#ids.push(label ?? cluster);
    return cluster;
  }

  /** Gives a row, which does not wait, its cluster for ever. */
  remember(keys: Uint32Array, index: number, cluster: number): void {
    this.#remembered.push({ keys, index, cluster });
  }

  /** Lets a row join a centroid's cluster, with what has waited of it; `remember` it where its place does not tell that it belongs there. */
  join(row: Row, keys: Uint32Array, index: number, weight: number, cluster: number, remember: boolean): void {
    const waiting = this.waitingFor(keys, index);
    const all = weight + (waiting?.weight ?? 0);
    this.addCount(cluster, all);
    this.moves.add(cluster, row, all);
    if (waiting) this.settle(waiting, cluster);
    else if (remember) this.remember(keys, index, cluster);
  }

  /** Gives a waiting row its cluster for ever. */
  settle({ key, text }: Waiting, cluster: number): void {
    this.remember(key, 0, cluster);
    this.#settled.set(text, cluster);
  }

  /** The cluster that a waiting row was given; -1 for one that still waits. */
  clusterOf(text: string): number {
    return this.#settled.get(text) ?? -1;
  }

  /** Lets a row wait, or wait on with more weight; returns the text of its key. */
  wait(row: Row, keys: Uint32Array, index: number, weight: number): string {
    const before = this.waitingFor(keys, index);
    const text = before?.text ?? keyText(keys, index);
    this.#waiting.set(text, { ...(before ?? { ...copyOf(row), key: keyAt(keys, index), text }), weight: weight + (before?.weight ?? 0) });
    return text;
  }

  /** The row with this key, if it waits. */
  waitingFor(keys: Uint32Array, index: number): Waiting | undefined {
    const { pool } = this.base.ledger();
    if (pool.size + this.#waiting.size === 0) return undefined;
    const text = keyText(keys, index);
    return this.#waiting.get(text) ?? pool.get(text);
  }

  /** Rows that wait, those that this change let wait last. */
  get waiting(): Waiting[] {
    const old = [...this.base.ledger().pool.values()].filter(({ text }) => !this.#waiting.has(text) && !this.#settled.has(text));
    return [...old, ...this.fresh];
  }

  /** Rows that this change lets wait. */
  get fresh(): Waiting[] {
    return [...this.#waiting.values()].filter(({ text }) => !this.#settled.has(text));
  }

  note(entry: Omit<LineageEntry, 'rows'>): void {
    this.#lineage.push({ rows: this.base.ledger().seen + this.#rows, ...entry });
  }

  /**
   * Makes the changes. All memory is taken first, so that nothing can fail half-way. Centroids that move do so in place: a model of thousands of
   * columns is not copied for one row.
   * @param maxWaiting rows that may wait on; of more, those go that came longest ago
   * @returns the model as it is from now on, and what moved
   */
  commit(halfLife: number, maxWaiting: number): { readonly clustering: Clustering; readonly moved: readonly Moved[] } {
    const { base } = this;
    const ledger = base.ledger();
    const moved = this.moves.settle(base, halfLife);
    const fresh = this.fresh;
    const { columns } = base.space;
    const { k } = this;
    const grows = k > base.k;
    const anchors = grows ? grown(ledger.anchors, k * columns) : ledger.anchors;
    const apart = base.centroids !== ledger.anchors || moved.length > 0 || this.#added.some(({ anchor }) => anchor !== undefined);
    const centroids = !apart ? anchors : grows || base.centroids === ledger.anchors ? grown(base.centroids, k * columns) : base.centroids;
    const births = grown(ledger.births, k);
    const radii = grown(ledger.radii, k);
    const masses = grown(ledger.masses, k);
    const counts = grown(this.#counts, k);
    counts.set(this.#addedCounts, base.k);
    const ids = grown(base.ids, k);
    ids.set(this.#ids, base.k);
    ledger.memory.reserve(this.#remembered.length);
    for (const { cluster, centroid, mass } of moved) {
      centroids.set(centroid, cluster * columns);
      masses[cluster] = mass;
    }
    const birth = ledger.births[base.k - 1] + 1;
    const last = this.#added.reduce((most, added) => Math.max(most, (added.birth ?? -1) + 1), 0);
    this.#added.forEach((added, i) => {
      const cluster = base.k + i;
      anchors.set(added.anchor ?? added.centroid, cluster * columns);
      centroids.set(added.centroid, cluster * columns);
      births[cluster] = birth + (added.birth ?? last);
      masses[cluster] = added.mass;
      radii[cluster] = added.radius;
    });
    Object.assign(ledger, { anchors, births, radii, masses });
    for (const { keys, index: at, cluster } of this.#remembered) ledger.memory.add(keys, at, cluster);
    for (const text of this.#settled.keys()) ledger.pool.delete(text);
    for (const row of fresh) {
      ledger.pool.delete(row.text); // so that it becomes the last
      ledger.pool.set(row.text, row);
    }
    for (const text of ledger.pool.keys()) {
      if (ledger.pool.size <= maxWaiting) break;
      ledger.pool.delete(text);
    }
    ledger.seen += this.#rows;
    for (const entry of this.#lineage) ledger.lineage.push(entry);
    const updates = base.updates + Number(moved.length + this.#added.length > 0);
    return { clustering: { ...base, k, centroids, counts, ids, updates }, moved };
  }
}

/** A longer copy, zeros at its end. */
function grown<Values extends Int32Array | Float32Array | Float64Array>(values: Values, length: number): Values {
  const longer = new (values.constructor as new (length: number) => Values)(length);
  longer.set(values);
  return longer;
}
