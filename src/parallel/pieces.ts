import type { Matrix } from '../core/types.ts';
import type { Shard } from '../engine/kernel.ts';
import { sliceRaw } from '../matrix/slice-raw.ts';
import type { RawRows } from '../matrix/space.ts';

/** Values in a piece, about. */
const PIECE_VALUES = 2 ** 18;

/** A run of raw rows, the first of which has number `first`. */
interface Piece extends Pick<RawRows, 'input'> {
  readonly first: number;
}

/** Rows that are raw in pieces, in their order, each of as many rows but the last; others have none. */
export function* piecesOf(matrix: Matrix | RawRows): Generator<Piece, void, undefined> {
  if (matrix.kind !== 'raw') return;
  const { rows, columns } = matrix;
  const most = Math.max(1, Math.floor(PIECE_VALUES / columns));
  for (let first = 0; first < rows; first += most) {
    const { input } = sliceRaw(matrix, { first, count: Math.min(most, rows - first) });
    yield { first, input };
  }
}

/** Brings rows that are raw into a shard with room for them; before each piece `pace` lets others have their turn. */
export async function takeRaw(shard: Shard, matrix: Matrix | RawRows, pace: () => Promise<void> | undefined): Promise<void> {
  for (const { first, input } of piecesOf(matrix)) {
    await pace();
    shard.takeIn(first, input);
  }
}
