import type { CsrMatrix, Metric, Weights } from '../core/types.ts';
import type { Arena } from './arena.ts';
import type { SilhouetteRows, SilhouetteShard } from './kernel.ts';

/** Rows to score, in the arena; see `assembly/silhouette.ts`. */
export function openSilhouette(
  arena: Arena,
  matrix: SilhouetteRows,
  weights: Weights,
  starts: Int32Array,
  metric: Metric,
): SilhouetteShard {
  const k = starts.length - 1;
  const placedWeights = arena.place(Float64Array.from(weights));
  const placedStarts = arena.place(starts);
  const totals = arena.place(clusterTotals(weights, starts));
  const sums = arena.alloc(k * 8);
  const out = arena.alloc(matrix.rows * 8);
  const cosine = Number(metric === 'cosine');
  const shared = [placedStarts, totals, k, sums] as const;
  const score = matrix.kind === 'dense' ? denseSilhouette(arena, matrix) : sparseSilhouette(arena, matrix);
  return {
    score: (first, last) => {
      score(placedWeights, cosine, shared, first, last, out);
      return arena.f64(out + first * 8, last - first).slice();
    },
    close: () => arena.close(),
  };
}

type Scorer = (weights: number, cosine: number, shared: readonly number[], first: number, last: number, out: number) => void;

function denseSilhouette(arena: Arena, { data, columns }: Exclude<SilhouetteRows, CsrMatrix>): Scorer {
  const rows = arena.place(Float64Array.from(data));
  return (weights, cosine, shared, first, last, out) =>
    arena.core.silhouetteDense(rows, weights, columns, cosine, ...shared, first, last, out);
}

function sparseSilhouette(arena: Arena, matrix: CsrMatrix): Scorer {
  const values = arena.place(matrix.values);
  const indices = arena.place(matrix.indices);
  const offsets = arena.place(matrix.offsets);
  const squares = arena.alloc(matrix.rows * 8);
  arena.core.sparseLengths(values, offsets, matrix.rows, squares, arena.alloc(matrix.rows * 4));
  const scratch = arena.place(new Float64Array(matrix.columns));
  return (weights, cosine, shared, first, last, out) =>
    arena.core.silhouetteSparse(values, indices, offsets, squares, weights, cosine, ...shared, scratch, first, last, out);
}

/** Weight of each cluster, for rows ordered by cluster. */
function clusterTotals(weights: Weights, starts: Int32Array): Float64Array {
  const totals = new Float64Array(starts.length - 1);
  for (let c = 0; c < totals.length; c++) for (let i = starts[c]; i < starts[c + 1]; i++) totals[c] += weights[i];
  return totals;
}
