import type { CsrMatrix } from '../core/types.ts';

/** Builds sparse rows one after the other. Values added to one column of a row are summed. */
export class CsrBuilder {
  readonly #columns: number;
  /** The current row, dense; and the columns of it that hold something. */
  readonly #sums: Float64Array;
  #touched = new Uint32Array(64);
  #count = 0;
  #values = new Float32Array(1024);
  #indices = new Uint32Array(1024);
  #length = 0;
  readonly #offsets: Uint32Array;
  #row = 0;

  constructor(rows: number, columns: number) {
    this.#columns = columns;
    this.#sums = new Float64Array(columns);
    this.#offsets = new Uint32Array(rows + 1);
  }

  /** Adds a value above 0 to a column of the current row; 0 is left out. */
  add(column: number, value: number): void {
    if (value === 0) return;
    if (this.#sums[column] === 0) {
      if (this.#count === this.#touched.length) this.#touched = enlarged(this.#touched, new Uint32Array(2 * this.#count));
      this.#touched[this.#count++] = column;
    }
    this.#sums[column] += value;
  }

  /** Ends the current row; `unit` scales it to length 1 first (a row without values stays empty). */
  endRow(unit: boolean): void {
    const columns = this.#touched.subarray(0, this.#count).sort();
    const length = this.#length + columns.length;
    if (length > this.#values.length) {
      this.#values = enlarged(this.#values, new Float32Array(2 * length));
      this.#indices = enlarged(this.#indices, new Uint32Array(2 * length));
    }
    let squares = 0;
    for (const column of columns) squares += this.#sums[column] * this.#sums[column];
    const norm = unit ? Math.sqrt(squares) : 1;
    for (const column of columns) {
      this.#values[this.#length] = this.#sums[column] / norm;
      this.#indices[this.#length++] = column;
      this.#sums[column] = 0;
    }
    this.#count = 0;
    this.#offsets[++this.#row] = length;
  }

  /** The rows so far, copied out. */
  finish(): CsrMatrix {
    const [values, indices] = [this.#values.slice(0, this.#length), this.#indices.slice(0, this.#length)];
    return { kind: 'csr', values, indices, offsets: this.#offsets, rows: this.#row, columns: this.#columns };
  }
}

function enlarged<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
