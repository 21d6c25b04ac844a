import { invalidInput, show } from '../core/errors.ts';

/** Returns the value when it is a Uint8Array (of any realm; a Node Buffer is one); throws `INVALID_INPUT` otherwise. */
export function checkBytes(value: unknown): Uint8Array {
  // by its tag, which arrays of another window or worker have too
  if (ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]') return value as Uint8Array;
  throw invalidInput('not bytes', { expected: 'a Uint8Array', received: show(value) });
}

const LITTLE_ENDIAN_MACHINE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Copies elements between the machine's byte order and little-endian order; on little-endian machines a plain copy. Bits are kept, also those of a NaN.
 *
 * @param source bytes of whole elements
 * @param target as many bytes, written to
 * @param elementSize bytes per element: 1, 2, 4 or 8
 * @param littleEndianMachine byte order of the machine; its own by default
 */
export function copyElements(
  source: Uint8Array,
  target: Uint8Array,
  elementSize: number,
  littleEndianMachine = LITTLE_ENDIAN_MACHINE,
): void {
  target.set(source);
  if (littleEndianMachine) return;
  for (let start = 0; start < target.length; start += elementSize) target.subarray(start, start + elementSize).reverse();
}
