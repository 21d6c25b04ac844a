import type { Matrix, Metric } from '../core/types.ts';
import type { ComingRows } from '../matrix/space.ts';
import type { Arena } from './arena.ts';
import { DenseRows } from './wasm-dense.ts';
import type { WasmRows } from './wasm-rows.ts';
import { SparseRows } from './wasm-sparse.ts';

/** Rows in the arena, as their kind wants them. */
export function placeRows(arena: Arena, matrix: Matrix | ComingRows, metric: Metric): WasmRows {
  return matrix.kind === 'csr' ? new SparseRows(arena, matrix, metric) : new DenseRows(arena, matrix, metric);
}

/** Runs `fill` on room for `length` f64 values and returns a copy of what it wrote. */
export function scratch(arena: Arena, length: number, fill: (address: number) => void): Float64Array {
  const before = arena.core.mark();
  const address = arena.alloc(length * 8);
  fill(address);
  const out = arena.f64(address, length).slice();
  arena.core.release(before);
  return out;
}
