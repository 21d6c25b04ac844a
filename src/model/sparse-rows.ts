import { damaged, type Sections, section } from './parts.ts';
import type { TypedArray } from './sections.ts';

/** The values of one row that are not 0, in rising columns. */
export interface SparseRow {
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** Sections `…Values` (f32), `…Columns` and `…Offsets` (u32) of sparse rows; row i holds values `offsets[i]` up to `offsets[i + 1]`. */
export function packSparse(prefix: string, rows: readonly SparseRow[]): Record<string, TypedArray> {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach(({ values }, i) => {
    offsets[i + 1] = offsets[i] + values.length;
  });
  const values = new Float32Array(offsets[rows.length]);
  const columns = new Uint32Array(offsets[rows.length]);
  rows.forEach((row, i) => {
    values.set(row.values, offsets[i]);
    columns.set(row.columns, offsets[i]);
  });
  return { [`${prefix}Values`]: values, [`${prefix}Columns`]: columns, [`${prefix}Offsets`]: offsets };
}

/** The rows that {@link packSparse} wrote, each with arrays of its own. Throws `CORRUPT_MODEL` for anything else. */
export function readSparse(sections: Sections, prefix: string, count: number, columns: number): SparseRow[] {
  const values = section(sections, `${prefix}Values`, Float32Array);
  const numbers = section(sections, `${prefix}Columns`, Uint32Array, values.length);
  const offsets = section(sections, `${prefix}Offsets`, Uint32Array, count + 1);
  if (offsets[0] !== 0 || offsets[count] !== values.length) throw damaged(`${prefix} offsets do not fit the values`);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [offsets[i], offsets[i + 1]];
    if (to < from || to > values.length) throw damaged(`${prefix} offsets out of order`);
    for (let at = from; at < to; at++) {
      if (numbers[at] >= columns || (at > from && numbers[at] <= numbers[at - 1])) throw damaged(`${prefix} column out of range or order`);
      if (values[at] === 0 || !Number.isFinite(values[at])) throw damaged(`${prefix} value that is 0 or no number`);
    }
    return { columns: numbers.slice(from, to), values: values.slice(from, to) };
  });
}
