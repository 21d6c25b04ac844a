import { ElementsClusteringError } from '../core/errors.ts';
import { CORE_BASE64 } from './core-bytes.ts';
import type { CoreExports } from './exports.ts';
import { compileInlined } from './inlined.ts';
import type { EngineName, Kernel } from './kernel.ts';
import { wasmKernel } from './wasm.ts';

/** Which engine to use: `auto` is WebAssembly where the runtime has it with SIMD, and else the reference. */
export type EngineChoice = 'auto' | EngineName;

/** The core's interface that this code was written for. */
const ABI_VERSION = 1;

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * The engine asked for, ready to use.
 * @param module The compiled core (`elements-clustering/core.wasm`), for runtimes that forbid compiling from bytes; default: the one inlined here.
 * @throws `ENGINE_UNAVAILABLE` when `wasm` was asked for and cannot run here, or when the module is not this version's core.
 */
export async function loadKernel(choice: EngineChoice = 'auto', module?: WebAssembly.Module): Promise<Kernel> {
  if (choice === 'reference') return reference();
  try {
    return wasmKernel(checkModule(module ?? (await inlinedCore())));
  } catch (cause) {
    compiled = undefined;
    if (choice === 'auto' && module === undefined) return reference();
    throw new ElementsClusteringError(
      'ENGINE_UNAVAILABLE',
      `the WebAssembly core cannot run here: ${(cause as Error).message}`,
      {},
      { cause },
    );
  }
}

/** The plain-TypeScript twin, loaded where it is needed. */
async function reference(): Promise<Kernel> {
  return (await import('./reference.ts')).referenceKernel;
}

/** The core that came with this code, compiled at the first call. */
function inlinedCore(): Promise<WebAssembly.Module> {
  compiled ??= compileInlined(CORE_BASE64);
  return compiled;
}

const checked = new WeakSet<WebAssembly.Module>();

function checkModule(module: WebAssembly.Module): WebAssembly.Module {
  if (!checked.has(module)) {
    const { abiVersion } = new WebAssembly.Instance(module).exports as unknown as Partial<CoreExports>;
    if (abiVersion?.value !== ABI_VERSION)
      throw new Error(`expected core version ${ABI_VERSION}, received ${abiVersion?.value ?? 'another module'}`);
    checked.add(module);
  }
  return module;
}
