import { blobs, drawCentroids } from './data.ts';
import { fastestBlas } from './machine.ts';
import { type Contender, type Effort, measure, type Times } from './measure.ts';
import { progress } from './progress.ts';
import { type Section, showRatio } from './report.ts';
import { javascript, python, type Unable } from './runner.ts';
import { withTask } from './task.ts';

const ROWS = 100_000;
const COLUMNS = 16;
const K = 32;

/** Rows a call, and calls in a measured run: fewer for libraries that a call costs more. */
const WAYS = [
  { size: 1, about: 'one row a call', calls: { ours: 50_000, native: 500, scripts: 50_000 } },
  { size: ROWS, about: '100,000 rows a call', calls: { ours: 5, native: 5, scripts: 1 } },
];

const LIBRARIES = [
  ['elements-clustering', 'ours'],
  ['scikit-learn', 'native'],
  ['faiss', 'native'],
  ['ml-kmeans', 'scripts'],
] as const;

/** Rows labelled a second by a fitted model: row by row and in batches. */
export async function predictSection(effort: Effort, interpreter: string): Promise<Section> {
  const matrix = blobs(ROWS, COLUMNS, K, 0.15);
  const task = { matrix, init: drawCentroids(matrix, K, 2), k: K, maxIterations: 1 };
  const rows = await withTask(task, async (folder) => {
    const blas = await fastestBlas(interpreter, folder);
    const runners = { ours: javascript(folder, 1), native: python(interpreter, folder, 1, blas), scripts: javascript(folder, 1) };
    const table: string[][] = [];
    for (const { size, about, calls } of WAYS) {
      progress(`predict: ${about}`);
      const contenders = LIBRARIES.map(([name, kind]): Contender<{ ms: number }> => {
        const command = { job: 'predict', name, size, calls: calls[kind] };
        return { name, run: () => runners[kind].ask<{ ms: number }>(command) };
      });
      const found = await measure(contenders, effort);
      const rates = LIBRARIES.map(([name, kind]) => rateOf(found.get(name), size * calls[kind]));
      table.push([about, ...rates.map((rate) => cellOf(rate, rates[0]))]);
    }
    await Promise.all(Object.values(runners).map((runner) => runner.close()));
    return table;
  });
  return {
    title: 'Predict',
    about: `Rows a second, one thread, ${COLUMNS} columns, k = ${K}, through each library's public face: ours by \`await model.predict([row])\` and \`predict({ data, rows, columns })\`.\nIn brackets how many times faster ours is.`,
    head: ['', ...LIBRARIES.map(([name]) => name)],
    rows,
    summary: [],
  };
}

/** Rows a second. */
function rateOf(found: Times<{ ms: number }> | Unable | undefined, rows: number): number | Unable {
  if (found === undefined) return { unable: '–' };
  return 'unable' in found ? found : (1000 * rows) / found.median;
}

function cellOf(rate: number | Unable, ours: number | Unable): string {
  if (typeof rate !== 'number') return rate.unable;
  const shown = Math.round(rate).toLocaleString('en');
  return rate === ours || typeof ours !== 'number' ? shown : `${shown} (${showRatio(ours / rate)})`;
}
