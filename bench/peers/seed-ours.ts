import { createPace } from '../../src/core/pace.ts';
import { createRandom } from '../../src/core/random.ts';
import { loadKernel } from '../../src/engine/load.ts';
import { plusPlusSeeds } from '../../src/estimators/seeding.ts';
import { localRows } from '../../src/parallel/rows.ts';
import type { Task } from '../task.ts';

/** Greedy k-means++ alone, from rows in JavaScript's memory to k seeds. */
export async function seedOurs(task: Task, seed: number): Promise<{ ms: number; centroids: number[] }> {
  const kernel = await loadKernel();
  const weights = new Float64Array(task.matrix.rows).fill(1);
  const start = performance.now();
  const shard = kernel.open(task.matrix, weights, 'euclidean');
  const seeds = await plusPlusSeeds(localRows(shard, createPace()), weights, task.k, createRandom(seed));
  const ms = performance.now() - start;
  shard.close();
  return { ms, centroids: Array.from(seeds) };
}
