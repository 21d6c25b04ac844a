import type { Matrix, Metric, Weights } from '../core/types.ts';
import type { EngineName } from '../engine/kernel.ts';
import type { Chunk } from '../matrix/chunks.ts';
import type { RawRows } from '../matrix/space.ts';
import type { Part } from './part.ts';

/** A part of the rows for one worker to take in; its arrays are moved to the worker, but raw rows copied piece by piece. */
export interface PartTask {
  readonly engine: EngineName;
  readonly matrix: Matrix | RawRows;
  readonly weights: Weights;
  readonly metric: Metric;
  /** The chunks these rows are cut into, counted from the part's first row. */
  readonly chunks: readonly Chunk[];
}

/** Parts in workers. */
export interface OpenParts {
  readonly parts: readonly Part[];
  /** Frees the parts in their workers, also while they are asked. */
  close(): void;
}

/** Workers that one model may use. */
export interface Workers {
  /** Threads in all, the calling one among them. */
  readonly count: number;
  /**
   * Takes each part into a worker of its own, fewer than `count`; starts workers where too few run.
   * @throws `WORKER_FAILED` when a worker cannot start or ends, as do the parts from then on; then no part is open.
   */
  open(tasks: readonly PartTask[]): Promise<OpenParts>;
}

/** A Web Worker, as far as it is used here. */
export interface WebWorker extends EventTarget {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  terminate(): void;
}

export interface WorkersOptions {
  readonly count: number;
  /** Makes a Web Worker, where the runtime's entry makes none itself. */
  readonly createWorker?: () => WebWorker;
  /** The compiled core, where workers may not compile it from bytes. */
  readonly wasmModule?: WebAssembly.Module;
}

/** All workers of a runtime: started when first needed, shared by all models, kept until closed. */
export interface WorkerPool {
  /** Workers for one model; none is started yet. Throws `INVALID_OPTION`. */
  workers(options: WorkersOptions): Workers;
  /** Ends all workers; fits that use them reject with `ABORTED`, the next one starts new workers. */
  close(): void;
}
