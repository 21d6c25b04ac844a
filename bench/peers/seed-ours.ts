import { createPace } from '../../src/core/pace.ts';
import { createRandom } from '../../src/core/random.ts';
import { loadKernel } from '../../src/engine/load.ts';
import { plusPlusSeeds } from '../../src/estimators/seeding.ts';
import { openRows } from '../../src/parallel/open-rows.ts';
import type { Task } from '../task.ts';

/** Greedy k-means++ alone, from rows in JavaScript's memory to k seeds. */
export async function seedOurs(task: Task, seed: number): Promise<{ ms: number; centroids: number[] }> {
  const kernel = await loadKernel();
  const weights = new Float64Array(task.matrix.rows).fill(1);
  const start = performance.now();
  const { rows, close } = await openRows(kernel, { matrix: task.matrix, weights, metric: 'euclidean' }, createPace());
  const seeds = await plusPlusSeeds(rows, weights, task.k, createRandom(seed));
  const ms = performance.now() - start;
  close();
  return { ms, centroids: Array.from(seeds) };
}
