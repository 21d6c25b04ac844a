import type { ModelStore } from './core/types.ts';
import type { EngineChoice } from './engine/load.ts';
import type { WebWorker } from './parallel/workers.ts';

/** How a model runs and where it is kept; nothing of this changes its answers or goes into its bytes. */
export interface RuntimeOptions {
  /** `'auto'` (default): WebAssembly where it runs, else the plain-TypeScript reference; or one of the two by name. */
  readonly engine?: EngineChoice;
  /** The compiled core, for runtimes that forbid compiling from bytes: `import core from 'elements-clustering/core.wasm'`. */
  readonly wasmModule?: WebAssembly.Module;
  /** Where `save` and `load` keep models; default: IndexedDB in a page, files below `.elements-clustering` in Node. */
  readonly store?: ModelStore;
  /**
   * Threads that share the rows in `fit` (default 1: the calling thread works alone, and no worker is started; most 1,024): the calling one, and workers for
   * the others. Each gets at least 2,048 of the rows that differ; with fewer rows fewer work, down to the calling thread alone. Workers are started when
   * first needed and kept, for all models, until `closeWorkers`; in Node they do not keep the process alive.
   */
  readonly workers?: number;
  /**
   * Makes a Web Worker of `elements-clustering/shard-worker`; pages need it for 2 or more threads, Node makes its own. It is called as often as
   * workers are missing.
   */
  readonly createWorker?: () => WebWorker;
}
