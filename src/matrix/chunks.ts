import type { Matrix } from '../core/types.ts';
import type { RawRows } from './space.ts';

/** Rows a chunk has at least, about; below twice this there is one chunk, and else an even number of them, for two to share. */
const LEAST_ROWS = 2048;
/** Values a chunk of sparse rows has at least for each column: sums of chunks are dense, and adding them takes its time too. */
const LEAST_VALUES = 32;
/** Chunks there are at most: enough to share among workers, few enough to keep their partial sums small. */
const MOST_CHUNKS = 16;

/** Chunks begin at multiples of this, so that neither register tiles nor blocks of bounds straddle two. */
const BLOCK_ROWS = 64;

/** A run of neighbouring rows. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** A run of rows that are worked on together. */
export interface Chunk extends RowRange {
  /** Among all chunks, from 0. */
  readonly number: number;
}

/**
 * Cuts rows into chunks by what they are alone, so that partial sums reduced in an order of chunks have the same bits for any number of workers.
 */
export function chunksOf(matrix: Matrix | RawRows): Chunk[] {
  const { rows } = matrix;
  const worth =
    matrix.kind === 'csr' ? Math.min(rows / LEAST_ROWS, matrix.values.length / matrix.columns / LEAST_VALUES) : rows / LEAST_ROWS;
  const count = Math.max(1, Math.min(MOST_CHUNKS, 2 * Math.floor(worth / 2)));
  const size = Math.ceil(rows / count / BLOCK_ROWS) * BLOCK_ROWS;
  const chunks: Chunk[] = [];
  for (let first = 0; first < rows; first += size) chunks.push({ number: chunks.length, first, count: Math.min(size, rows - first) });
  return chunks;
}

/** Deals chunks out to `hands`, neighbours together, as evenly as whole chunks can be. There are at least as many chunks as hands. */
export function dealOut(chunks: readonly Chunk[], hands: number): Chunk[][] {
  const until = (hand: number): number => Math.floor((hand * chunks.length) / hands);
  return Array.from({ length: hands }, (_, hand) => chunks.slice(until(hand), until(hand + 1)));
}
