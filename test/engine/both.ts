import type { Matrix, Metric, Weights } from '../../src/core/types.ts';
import type { Kernel, Shard } from '../../src/engine/kernel.ts';
import { loadKernel } from '../../src/engine/load.ts';
import { referenceKernel } from '../../src/engine/reference.ts';

export const wasm = await loadKernel('wasm');

/** What the core and the oracle answer to the same questions. */
export function both<T>(matrix: Matrix, weights: Weights, metric: Metric, ask: (shard: Shard) => T): [T, T] {
  const answers = [wasm, referenceKernel].map((kernel: Kernel) => {
    const shard = kernel.open(matrix, weights, metric);
    try {
      return ask(shard);
    } finally {
      shard.close();
    }
  });
  return answers as [T, T];
}
