import { ElementsClusteringError } from '../core/errors.ts';
import type { CoreExports } from './exports.ts';

/** What an arena needs of a compiled module; see `assembly/memory.ts`. */
export interface MemoryExports {
  readonly memory: WebAssembly.Memory;
  alloc(bytes: number): number;
  mark(): number;
  release(end: number): void;
}

/** Instances of each module kept for reuse: fresh memory is slow at its first touch. */
const pools = new WeakMap<WebAssembly.Module, MemoryExports[]>();
const MOST_POOLED = 2;
/** An instance whose memory grew past this is dropped instead. */
const MOST_POOLED_BYTES = 256 * 2 ** 20;

/** One instance's memory: typed reads and writes at addresses. Views are made at each use, because growing the memory detaches old ones. */
export class Arena<Core extends MemoryExports = CoreExports> {
  readonly core: Core;

  /** An instance of a module for one task, pooled or new. */
  static open<Core extends MemoryExports = CoreExports>(module: WebAssembly.Module): Arena<Core> {
    const pool = pools.get(module) ?? [];
    pools.set(module, pool);
    const core = pool.pop() ?? (new WebAssembly.Instance(module).exports as unknown as MemoryExports);
    return new Arena(core as Core, pool);
  }

  readonly #pool: MemoryExports[];
  readonly #start: number;

  private constructor(core: Core, pool: MemoryExports[]) {
    this.core = core;
    this.#pool = pool;
    this.#start = core.mark();
  }

  /** Gives the instance back. */
  close(): void {
    this.core.release(this.#start);
    if (this.#pool.length < MOST_POOLED && this.core.memory.buffer.byteLength <= MOST_POOLED_BYTES) this.#pool.push(this.core);
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
  place(values: Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array): number {
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
