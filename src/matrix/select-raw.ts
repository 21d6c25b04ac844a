import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix } from '../core/types.ts';

/** The raw rows named, in the order named, in memory of their own: f32 where they are, else f64. */
export function selectRaw(
  { data, columns }: DenseInput | DenseMatrix,
  chosen: ArrayLike<number>,
): DenseInput & { readonly data: Float32Array | Float64Array } {
  const values = new (data instanceof Float32Array ? Float32Array : Float64Array)(chosen.length * columns);
  for (let i = 0, at = 0; i < chosen.length; i++) {
    for (let from = chosen[i] * columns, end = from + columns; from < end; from++, at++) values[at] = data[from];
  }
  return { kind: 'dense', data: values, rows: chosen.length, columns };
}
