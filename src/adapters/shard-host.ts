import { finalizer, proxy } from 'comlink';
import type { Shard } from '../engine/kernel.ts';
import { loadKernel } from '../engine/load.ts';
import type { Chunk } from '../matrix/chunks.ts';
import { type Answers, localPart } from '../parallel/part.ts';
import { copyOf } from '../parallel/sums-tree.ts';
import { handOver } from './hand-over.ts';
import type { HostedPart, ShardScript } from './shard-protocol.ts';

/** The worker's side of `createWorkerPool`: takes parts of rows into kernels of its own. */
export const shardScript: ShardScript = {
  async open({ engine, wasmModule, matrix, weights, metric, chunks }) {
    const kernel = await loadKernel(engine, wasmModule);
    return proxy(hosted(kernel.open(matrix, weights, metric), chunks));
  },
};

function hosted(shard: Shard, chunks: readonly Chunk[]): HostedPart & { [finalizer](): void } {
  const part = localPart(shard, chunks, () => Promise.resolve());
  return {
    takeIn: async (first, values) => {
      const { columns } = shard;
      shard.takeIn(first, { kind: 'dense', data: values, rows: values.length / columns, columns });
      return handOver(values);
    },
    forget: part.forget,
    step: async (centroids, k, spare) => {
      const nodes = (await part.step(centroids, k)).map((node, i) => copyOf(node, spare[i]));
      return handOver({ nodes, centroids });
    },
    labels: async ({ buffer }) => {
      const labels = new Int32Array(buffer, 0, shard.rows);
      await part.labels(labels);
      return handOver(labels);
    },
    labelDistances: async () => handOver(await part.labelDistances()),
    inertia: () => collect(part.inertia(), (sum) => sum),
    measure: async () => handOver(await collect(part.measure(), ({ squares, inertia }) => ({ squares: squares.slice(), inertia }))),
    measured: async ({ buffer }) => {
      const found = await part.measured();
      const distances = new Float32Array(buffer, 0, shard.rows);
      distances.set(found.distances);
      return handOver({ ...found, distances });
    },
    row: async (index) => handOver(await part.row(index)),
    clearSeeds: part.clearSeeds,
    trySeeds: (candidates, m) => collect(part.trySeeds(candidates, m), (potentials) => potentials),
    takeSeed: (seed) => collect(part.takeSeed(seed), (potential) => potential),
    pickRow: part.pickRow,
    seedDistances: async () => handOver((await part.seedDistances()).slice()),
    [finalizer]: () => shard.close(),
  };
}

async function collect<T>(answers: Answers<T>, keep: (answer: T) => T): Promise<T[]> {
  const kept: T[] = [];
  for await (const answer of answers) kept.push(keep(answer));
  return kept;
}
