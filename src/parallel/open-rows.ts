import { checkFinite } from '../core/input.ts';
import type { Pace } from '../core/pace.ts';
import type { Matrix, Metric, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { type Chunk, chunksOf, dealOut } from '../matrix/chunks.ts';
import { sliceRows } from '../matrix/slice.ts';
import type { RawRows } from '../matrix/space.ts';
import { localRows, type Rows, rowsOf } from './rows.ts';
import type { PartTask, Workers } from './workers.ts';

/** Rows that a worker gets at least: with fewer its share of a pass costs less than asking for it. */
const LEAST_ROWS = 2048;

export interface OpenRows {
  readonly rows: Rows;
  /** Gives their memory back. */
  close(): void;
}

/**
 * Rows ready to work on: dealt out to workers, neighbouring chunks together, where some are given and each gets a chunk and 2,048 rows or more;
 * else in the calling thread. Chunks depend on the number of rows alone, so that all answers have the same bits either way.
 * @param weights one a row
 * @throws `WORKER_FAILED`, `INVALID_OPTION`
 */
export async function openRows(
  kernel: Kernel,
  { matrix, weights, metric }: { readonly matrix: Matrix | RawRows; readonly weights: Weights; readonly metric: Metric },
  pace: Pace,
  workers?: Workers,
): Promise<OpenRows> {
  const chunks = chunksOf(matrix.rows);
  const hands = Math.min(workers?.count ?? 1, chunks.length, Math.floor(matrix.rows / LEAST_ROWS));
  if (workers === undefined || hands < 2) {
    const shard = kernel.open(matrix, weights, metric);
    return { rows: localRows(shard, pace), close: () => shard.close() };
  }
  // a worker would name the wrong row; euclidean rows were looked at when their space was fitted
  if (matrix.kind === 'raw' && metric === 'cosine') checkFinite(matrix.input);
  const taskOf = (share: readonly Chunk[]): PartTask => {
    const { first } = share[0];
    const count = share.reduce((rows, chunk) => rows + chunk.count, 0);
    return {
      engine: kernel.name,
      matrix: sliceRows(matrix, { first, count }),
      weights: weights.slice(first, first + count),
      metric,
      chunks: share.map((chunk) => ({ ...chunk, first: chunk.first - first })),
    };
  };
  const { parts, close } = await workers.open(dealOut(chunks, hands).map(taskOf), pace);
  return { rows: rowsOf(parts, matrix.columns), close };
}
