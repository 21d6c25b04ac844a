import { ElementsClusteringError } from '../../core/errors.ts';
import { Arena } from '../arena.ts';
import { compileInlined } from '../inlined.ts';
import { TREES_BASE64 } from '../trees-bytes.ts';
import type { TreesExports } from './exports.ts';

/** The module's interface that this code was written for. */
const ABI_VERSION = 1;

let compiled: Promise<WebAssembly.Module> | undefined;

/** One instance's memory of the module of trees. */
export type TreesArena = Arena<TreesExports>;

/**
 * An instance of the module of trees for one task.
 * @param given The compiled module (`elements-clustering/trees.wasm`), for runtimes that forbid compiling from bytes; default: the one inlined here.
 * @throws `ENGINE_UNAVAILABLE` when it cannot run here, or when the module given is not this version's.
 */
export async function openTrees(given?: WebAssembly.Module): Promise<TreesArena> {
  try {
    const arena = Arena.open<TreesExports>(given ?? (await inlined()));
    if (arena.core.abiVersion?.value === ABI_VERSION) return arena;
    throw new Error(`expected the module of trees in version ${ABI_VERSION}, received ${arena.core.abiVersion?.value ?? 'another module'}`);
  } catch (cause) {
    compiled = undefined;
    throw new ElementsClusteringError(
      'ENGINE_UNAVAILABLE',
      `the module of trees cannot run here: ${(cause as Error).message}`,
      {},
      { cause },
    );
  }
}

function inlined(): Promise<WebAssembly.Module> {
  compiled ??= compileInlined(TREES_BASE64);
  return compiled;
}
