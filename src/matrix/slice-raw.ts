import type { RowRange } from './chunks.ts';
import type { RawRows } from './space.ts';

/** A run of raw rows; it shares their memory where it can. */
export function sliceRaw({ input, columns, ...raw }: RawRows, { first, count }: RowRange): RawRows {
  const [from, to] = [first * columns, (first + count) * columns];
  const data = ArrayBuffer.isView(input.data)
    ? (input.data as unknown as Float64Array).subarray(from, to)
    : Float64Array.from(Array.prototype.slice.call(input.data, from, to));
  return { ...raw, input: { kind: 'dense', data, rows: count, columns }, rows: count, columns };
}
