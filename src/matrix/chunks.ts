/** Rows a chunk has at least; below twice this there is one chunk. */
const LEAST_ROWS = 1024;
/** Chunks there are at most: enough to share among workers, few enough to keep their partial sums small. */
const MOST_CHUNKS = 16;

/** A run of neighbouring rows. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
}

/**
 * Cuts rows into chunks by their number alone, so that partial sums reduced in chunk order have the same bits for any number of workers.
 * Every chunk but the last has a multiple of 4 rows, so that register tiles never straddle two.
 */
export function chunksOf(rows: number): Chunk[] {
  const size = Math.max(LEAST_ROWS, Math.ceil(rows / MOST_CHUNKS / 4) * 4);
  const chunks: Chunk[] = [];
  for (let first = 0; first < rows; first += size) chunks.push({ first, count: Math.min(size, rows - first) });
  return chunks;
}
