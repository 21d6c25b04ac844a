import { KEY_WORDS } from './row-key.ts';

const LEAST_ROOM = 64;

/**
 * Which cluster each row that ever got a label is in, by the rows' keys: 20 bytes a row. The table that finds them is made at the first look-up. A key
 * that is there already keeps its cluster.
 */
export class Memory {
  #keys: Uint32Array;
  #clusters: Int32Array;
  #size: number;
  /** Open addressing: slot → place + 1; null until it is needed. */
  #slots: Int32Array | null = null;

  /** The arrays become the memory's own. */
  constructor(keys: Uint32Array = new Uint32Array(0), clusters: Int32Array = new Int32Array(0)) {
    this.#keys = keys;
    this.#clusters = clusters;
    this.#size = clusters.length;
  }

  get size(): number {
    return this.#size;
  }

  /** Four words a row, in the order in which the rows came. */
  get keys(): Uint32Array {
    return this.#keys.subarray(0, this.#size * KEY_WORDS);
  }

  /** Number of each row's centroid. */
  get clusters(): Int32Array {
    return this.#clusters.subarray(0, this.#size);
  }

  /** Number of the centroid of the row with this key; -1 for a row that never came or never got a label. */
  find(keys: Uint32Array, index: number): number {
    this.#slots ??= this.#table(this.#size);
    const place = this.#slots[this.#slotOf(this.#slots, keys, index)] - 1;
    return place < 0 ? -1 : this.#clusters[place];
  }

  /** Makes room for `more` rows, so that adding them cannot fail. */
  reserve(more: number): void {
    const wanted = this.#size + more;
    if (wanted > this.#clusters.length) {
      const room = Math.max(LEAST_ROOM, wanted, Math.ceil(this.#clusters.length * 1.5));
      const keys = new Uint32Array(room * KEY_WORDS);
      const clusters = new Int32Array(room);
      keys.set(this.keys);
      clusters.set(this.clusters);
      this.#keys = keys;
      this.#clusters = clusters;
    }
    if (this.#slots === null || wanted * 2 > this.#slots.length) this.#slots = this.#table(wanted);
  }

  /** Takes a row in, for which room was reserved. */
  add(keys: Uint32Array, index: number, cluster: number): void {
    const slots = this.#slots as Int32Array;
    const slot = this.#slotOf(slots, keys, index);
    if (slots[slot] !== 0) return;
    this.#keys.set(keys.subarray(index * KEY_WORDS, (index + 1) * KEY_WORDS), this.#size * KEY_WORDS);
    this.#clusters[this.#size] = cluster;
    slots[slot] = ++this.#size;
  }

  /** A table of all rows there are, with room for twice `rows`. */
  #table(rows: number): Int32Array {
    let length = LEAST_ROOM;
    while (length < rows * 2) length *= 2;
    const slots = new Int32Array(length * 2);
    for (let place = 0; place < this.#size; place++) {
      const slot = this.#slotOf(slots, this.#keys, place);
      if (slots[slot] === 0) slots[slot] = place + 1;
    }
    return slots;
  }

  /** The slot that holds this key, or the free one where it would go. */
  #slotOf(slots: Int32Array, keys: Uint32Array, index: number): number {
    const mask = slots.length - 1;
    const at = index * KEY_WORDS;
    let slot = keys[at] & mask;
    while (slots[slot] !== 0 && !this.#equal(slots[slot] - 1, keys, at)) slot = (slot + 1) & mask;
    return slot;
  }

  #equal(place: number, keys: Uint32Array, at: number): boolean {
    const own = place * KEY_WORDS;
    for (let i = 0; i < KEY_WORDS; i++) if (this.#keys[own + i] !== keys[at + i]) return false;
    return true;
  }
}
