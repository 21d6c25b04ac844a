import type { Matrix } from '../core/types.ts';
import type { RawRows } from '../matrix/space.ts';
import { piecesOf } from '../parallel/pieces.ts';
import { handOver } from './hand-over.ts';
import type { HostedPart, RawValues } from './shard-protocol.ts';
import type { SpareMemory } from './spare-memory.ts';
import type { WorkerLife } from './worker-life.ts';

/** Pieces that are under way at a time: the worker takes one in while the next is copied. */
const LANES = 2;

/** Sends rows that are raw to a part with room for them. The memory of a piece comes back and takes the next one, so that the rows are never copied as a whole. */
export async function sendRaw(hosted: HostedPart, life: WorkerLife, matrix: Matrix | RawRows, spare: SpareMemory): Promise<void> {
  const pieces = piecesOf(matrix);
  const lane = async (): Promise<void> => {
    for (const { first, input } of pieces) {
      const values = copyOf(input.data, spare);
      spare.give(await life.guard(() => hosted.takeIn(first, handOver(values))));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function copyOf(values: ArrayLike<number>, spare: SpareMemory): RawValues {
  const Values = values instanceof Float32Array ? Float32Array : Float64Array;
  const { buffer } = spare.take(values.length * Values.BYTES_PER_ELEMENT);
  const copy = new Values(buffer, 0, values.length);
  copy.set(values);
  return copy;
}
