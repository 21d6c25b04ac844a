/** Bytes kept at most. */
const MOST_KEPT = 2 ** 23;

/**
 * Memory that went to a worker and came back, for what goes there and back next: fresh memory is slow at its first touch, and what is dropped keeps the garbage
 * collector busy while both sides work.
 */
export class SpareMemory {
  /** The least first. */
  readonly #buffers: ArrayBuffer[] = [];

  /** So many bytes, of whatever was in them, or more. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    const at = this.#buffers.findIndex(({ byteLength }) => byteLength >= bytes);
    return new Uint8Array(at < 0 ? new ArrayBuffer(bytes) : this.#buffers.splice(at, 1)[0]);
  }

  /** Takes all the memory behind an array back, which must not be used any more. */
  give({ buffer }: { readonly buffer: ArrayBuffer }): void {
    const kept = this.#buffers.reduce((bytes, { byteLength }) => bytes + byteLength, buffer.byteLength);
    if (kept > MOST_KEPT) return;
    this.#buffers.push(buffer);
    this.#buffers.sort((a, b) => a.byteLength - b.byteLength);
  }
}
