// How fast is a whole fit, from the caller's rows to labels, against ml-kmeans? Same rows, same first centroids, both to convergence.
import Table from 'cli-table3';
import { kmeans } from 'ml-kmeans';
import { ElementsClustering } from '../src/index.ts';
import { asArrays, blobs, drawRows } from './data.ts';
import { measure } from './measure.ts';

const ROWS = 100_000;
const COLUMNS = 16;
const K = 32;
const ROUNDS = 3;

const rows = blobs(ROWS, COLUMNS, K, 0.15, 1);
const arrays = asArrays(rows);
const init = drawRows(rows, K, 2);

const [ours, peer] = await measure(
  [
    {
      name: 'elements-clustering',
      run: async () => {
        const model = await new ElementsClustering({ init, tolerance: 0 }).fit(arrays);
        return { inertia: model.inertia, iterations: model.iterations };
      },
    },
    {
      name: 'ml-kmeans',
      run: () => {
        const { clusters, centroids, iterations } = kmeans(arrays, K, { initialization: init, tolerance: 0, maxIterations: 300 });
        return { inertia: inertiaOf(clusters, centroids), iterations };
      },
    },
  ],
  ROUNDS,
);

const difference = Math.abs(ours.result.inertia / peer.result.inertia - 1);
const table = new Table({ head: ['library', 'median ms', 'min', 'max', 'iterations', 'inertia', 'faster'], style: { head: [] } });
for (const { name, times, median, result } of [ours, peer]) {
  const figures = [median, times[0], times[times.length - 1]].map((time) => time.toFixed(0));
  table.push([name, ...figures, result.iterations, result.inertia.toPrecision(9), `${(peer.median / median).toFixed(1)}×`]);
}
console.log(`fit of ${ROWS} rows × ${COLUMNS} columns, k = ${K}, ${ROUNDS} rounds in turn`);
console.log(table.toString());
console.log(`relative difference of inertia: ${difference.toExponential(1)}`);

function inertiaOf(clusters: number[], centroids: number[][]): number {
  let sum = 0;
  clusters.forEach((cluster, row) => {
    for (let column = 0; column < COLUMNS; column++) sum += (arrays[row][column] - centroids[cluster][column]) ** 2;
  });
  return sum;
}
