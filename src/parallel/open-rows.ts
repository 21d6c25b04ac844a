import type { ElementsClusteringError } from '../core/errors.ts';
import { checkFinite } from '../core/input.ts';
import { type Pace, turn } from '../core/pace.ts';
import type { Matrix, Metric, Weights } from '../core/types.ts';
import type { Kernel, Shard } from '../engine/kernel.ts';
import { type Chunk, chunksOf, dealOut, type RowRange } from '../matrix/chunks.ts';
import { sliceRows } from '../matrix/slice.ts';
import type { RawRows } from '../matrix/space.ts';
import { localPart } from './part.ts';
import { takeRaw } from './pieces.ts';
import { type Rows, rowsOf } from './rows.ts';
import type { OpenParts, Workers } from './workers.ts';

/** Rows that a thread gets at least: with fewer its share of a pass costs less than asking for it. */
const LEAST_ROWS = 2048;

export interface OpenRows {
  readonly rows: Rows;
  /** Gives their memory back. */
  close(): void;
}

/**
 * Rows ready to work on, in the calling thread; where workers are given and each thread gets a chunk and 2,048 rows or more, it keeps the first share and deals
 * out the others, neighbouring chunks together. Chunks depend on the rows alone, so that all answers have the same bits either way.
 * @param weights one a row
 * @throws `WORKER_FAILED`, `INVALID_OPTION`; `INVALID_INPUT` for raw rows that hold what is no finite number
 */
export async function openRows(
  kernel: Kernel,
  { matrix, weights, metric }: { readonly matrix: Matrix | RawRows; readonly weights: Weights; readonly metric: Metric },
  pace: Pace,
  workers?: Workers,
): Promise<OpenRows> {
  const chunks = chunksOf(matrix);
  const measurable = matrix.kind !== 'csr' && metric === 'euclidean';
  const hands = Math.max(1, Math.min(workers?.count ?? 1, chunks.length, Math.floor(matrix.rows / LEAST_ROWS)));
  const [own, ...shares] = dealOut(chunks, hands).map(shareOf);
  const tasks = shares.map(({ range, chunks }) => ({
    engine: kernel.name,
    matrix: sliceRows(matrix, range, 'slice'),
    weights: weights.slice(range.first, range.first + range.count),
    metric,
    chunks,
  }));
  const opening = workers && tasks.length > 0 ? workers.open(tasks) : Promise.resolve(NO_PARTS);
  opening.catch(() => undefined); // told of below
  /** The workers' shares go out before this thread is busy with its own, and go on between its pieces. */
  const rest = shares.length === 0 ? pace : () => (pace() ?? Promise.resolve()).then(turn);
  let shard: Shard | undefined;
  try {
    await rest();
    const rows = sliceRows(matrix, own.range, 'subarray');
    const here = kernel.open(rows, weights.subarray(0, own.range.count), metric);
    shard = here;
    await takeRaw(here, rows, rest);
    const { parts, close } = await opening;
    const closeAll = (): void => {
      close();
      here.close();
    };
    return { rows: rowsOf([localPart(here, own.chunks, pace), ...parts], matrix.columns, measurable), close: closeAll };
  } catch (error) {
    shard?.close();
    opening.then(
      ({ close }) => close(),
      () => undefined,
    );
    // a worker counts the rows of its own share
    if (matrix.kind === 'raw' && (error as Partial<ElementsClusteringError>).code === 'INVALID_INPUT') checkFinite(matrix.input);
    throw error;
  }
}

const NO_PARTS: OpenParts = { parts: [], close: () => {} };

/** What one thread works on: a run of rows, and its chunks, counted from its first row. */
function shareOf(share: readonly Chunk[]): { readonly range: RowRange; readonly chunks: readonly Chunk[] } {
  const { first } = share[0];
  const count = share.reduce((rows, chunk) => rows + chunk.count, 0);
  return { range: { first, count }, chunks: share.map((chunk) => ({ ...chunk, first: chunk.first - first })) };
}
