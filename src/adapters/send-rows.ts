import type { Matrix } from '../core/types.ts';
import type { RawRows } from '../matrix/space.ts';
import { piecesOf } from '../parallel/pieces.ts';
import { handOver } from './hand-over.ts';
import type { HostedPart, RawValues } from './shard-protocol.ts';
import type { WorkerLife } from './worker-life.ts';

/** Pieces that are under way at a time: the worker takes one in while the next is copied. */
const LANES = 2;

/**
 * Sends rows that are raw to a part with room for them. The memory of a piece comes back and takes the next one, so that the rows are never copied as a whole;
 * it is taken from `spare`, and left there.
 */
export async function sendRaw(hosted: HostedPart, life: WorkerLife, matrix: Matrix | RawRows, spare: ArrayBuffer[]): Promise<void> {
  const pieces = piecesOf(matrix);
  const lane = async (): Promise<void> => {
    let memory = spare.pop() ?? new ArrayBuffer(0);
    for (const { first, input } of pieces) {
      const values = fill(memory, input.data);
      memory = (await life.guard(() => hosted.takeIn(first, handOver(values)))).buffer;
    }
    if (spare.length < LANES) spare.push(memory);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** A copy of the values, in the memory given where it is large enough. */
function fill(memory: ArrayBuffer, values: ArrayLike<number>): RawValues {
  const Values = values instanceof Float32Array ? Float32Array : Float64Array;
  const bytes = values.length * Values.BYTES_PER_ELEMENT;
  const filled = new Values(memory.byteLength < bytes ? new ArrayBuffer(bytes) : memory, 0, values.length);
  filled.set(values);
  return filled;
}
