import { ElementsClustering } from '../../src/index.ts';
import { asArrays } from '../data.ts';
import type { Task } from '../task.ts';
import { denseOf } from './peer.ts';

type Predict = (task: Task, size: number, calls: number) => Promise<{ ms: number }>;

/** By library: the time of `calls` calls one after another that label `size` rows each, by centroids that were found before. */
export const predictors: Readonly<Record<string, Predict>> = {
  'elements-clustering': async (task, size, calls) => {
    const { data, columns } = denseOf(task);
    const init = { data: task.init, rows: task.k, columns };
    const model = await new ElementsClustering({ init, maxIterations: 1 }).fit(task.matrix);
    if (size > 1) {
      const rows = { data: data.subarray(0, size * columns), rows: size, columns };
      return timed(calls, async () => void (await model.predict(rows)));
    }
    const singles = asArrays(data, columns).map((row) => [row]);
    return timed(calls, async (call) => void (await model.predict(singles[call % singles.length])));
  },
  'ml-kmeans': async (task, size, calls) => {
    const { kmeans } = await import('ml-kmeans');
    const { data, columns } = denseOf(task);
    const rows = asArrays(data, columns);
    const model = kmeans(rows, task.k, { initialization: asArrays(task.init, columns), maxIterations: 1 });
    const batches = size > 1 ? [rows.slice(0, size)] : rows.map((row) => [row]);
    return timed(calls, async (call) => void model.nearest(batches[call % batches.length]));
  },
};

async function timed(calls: number, predict: (call: number) => Promise<void>): Promise<{ ms: number }> {
  await predict(0);
  const start = performance.now();
  for (let call = 0; call < calls; call++) await predict(call);
  return { ms: performance.now() - start };
}
