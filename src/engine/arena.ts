import { ElementsClusteringError } from '../core/errors.ts';
import type { CoreExports } from './exports.ts';

/** Instances kept for reuse: fresh memory is slow at its first touch. */
const pool: CoreExports[] = [];
const MOST_POOLED = 2;
/** An instance whose memory grew past this is dropped instead. */
const MOST_POOLED_BYTES = 256 * 2 ** 20;

/** One instance's memory: typed reads and writes at addresses. Views are made at each use, because growing the memory detaches old ones. */
export class Arena {
  readonly core: CoreExports;

  /** An instance of the core for one task, pooled or new. */
  static open(module: WebAssembly.Module): Arena {
    const core = pool.pop() ?? (new WebAssembly.Instance(module).exports as unknown as CoreExports);
    return new Arena(core);
  }

  readonly #start: number;

  private constructor(core: CoreExports) {
    this.core = core;
    this.#start = core.mark();
  }

  /** Gives the instance back. */
  close(): void {
    this.core.release(this.#start);
    if (pool.length < MOST_POOLED && this.core.memory.buffer.byteLength <= MOST_POOLED_BYTES) pool.push(this.core);
  }

  /** Room for `bytes`, at a multiple of 64. */
  alloc(bytes: number): number {
    const address = bytes <= 0xffffffff ? this.core.alloc(bytes) >>> 0 : 0;
    if (address === 0) {
      const message = `out of WebAssembly memory: ${Math.ceil(bytes / 2 ** 20)} MiB more do not fit`;
      throw new ElementsClusteringError('ENGINE_UNAVAILABLE', message, { expected: 'at most 4 GiB in all' });
    }
    return address;
  }

  /** A copy of the values, in the arena. */
  place(values: Float32Array | Float64Array | Int32Array | Uint32Array): number {
    const address = this.alloc(values.byteLength);
    this.u8(address, values.byteLength).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return address;
  }

  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.core.memory.buffer, address, length);
  }

  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.core.memory.buffer, address, length);
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.core.memory.buffer, address, length);
  }

  u8(address: number, length: number): Uint8Array {
    return new Uint8Array(this.core.memory.buffer, address, length);
  }
}
