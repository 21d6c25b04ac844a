import type { Matrix, Metric } from '../core/types.ts';
import { sliceRaw } from '../matrix/slice-raw.ts';
import type { RawRows } from '../matrix/space.ts';
import type { Arena } from './arena.ts';
import type { Predictor } from './kernel.ts';
import { DenseCentroids } from './wasm-dense-centroids.ts';
import { placeRows, scratch } from './wasm-place.ts';
import { NO_SUMS, type WasmCentroids, type WasmRows } from './wasm-rows.ts';
import { SparseCentroids } from './wasm-sparse-centroids.ts';

/** Values of raw rows that are labelled at a time: few enough to stay in the cache on their way. */
const LABELLED_VALUES = 2 ** 15;
const LEAST_LABELLED = 64;

/** Centroids in an arena of their own, for rows that come for the time of one question. */
export function openPredictor(arena: Arena, centroids: Float32Array, k: number, columns: number, metric: Metric): Predictor {
  let dense: WasmCentroids | undefined;
  let sparse: WasmCentroids | undefined;
  const packed = (placed: WasmCentroids): WasmCentroids => {
    placed.pack(centroids);
    return placed;
  };
  const centroidsFor = (kind: (Matrix | RawRows)['kind']): WasmCentroids => {
    if (kind === 'csr') {
      sparse ??= packed(new SparseCentroids(arena, columns, metric, k));
      return sparse;
    }
    dense ??= packed(new DenseCentroids(arena, null, columns, metric, k));
    return dense;
  };
  const withRows = <T>(matrix: Matrix | RawRows, first: number, ask: (rows: WasmRows, centroids: WasmCentroids) => T): T => {
    const to = centroidsFor(matrix.kind);
    const before = arena.core.mark();
    try {
      const rows = placeRows(arena, matrix, metric);
      if (matrix.kind === 'raw') rows.takeIn?.(0, matrix.input, first);
      return ask(rows, to);
    } finally {
      arena.core.release(before);
    }
  };
  return {
    labels: (matrix) => {
      const { rows } = matrix;
      const labels = new Int32Array(rows);
      const most = matrix.kind === 'raw' ? Math.max(LEAST_LABELLED, Math.floor(LABELLED_VALUES / columns)) : rows;
      for (let first = 0; first < rows; first += most) {
        const count = Math.min(most, rows - first);
        withRows(matrix.kind === 'raw' ? sliceRaw(matrix, { first, count }) : matrix, first, (placed, to) => {
          const room = arena.alloc(count * 4);
          placed.assign(0, count, to, room, 0, NO_SUMS);
          labels.set(arena.i32(room, count), first);
        });
      }
      return labels;
    },
    distances: (matrix) =>
      withRows(matrix, 0, (rows, to) => scratch(arena, matrix.rows * k, (out) => rows.allDistances(0, matrix.rows, to, out))),
    close: () => arena.close(),
  };
}
