import { afterAll, expect, test } from 'vitest';
import type { DenseMatrix, Input } from '../../src/core/types.ts';
import { type ClusteringOptions, ElementsClustering } from '../../src/index.ts';
import { denseRows, oddWeights, sparseRows, tableRecords, tokenRecords } from './tasks.ts';

interface Task {
  readonly title: string;
  readonly input: Input;
  readonly options: ClusteringOptions & { readonly engine?: 'reference' };
  readonly weights?: Float64Array;
}

function doubles({ data, rows, columns }: DenseMatrix): Input {
  return { data: Float64Array.from(data), rows, columns };
}

const TASKS: readonly Task[] = [
  { title: 'dense rows', input: denseRows(20_000, 5), options: { k: 9, tolerance: 0, maxIterations: 20 } },
  { title: 'so many dense rows that they come in pieces', input: denseRows(300_000, 4), options: { k: 3, maxIterations: 2 } },
  { title: 'such rows of doubles, cosine', input: doubles(denseRows(200_000, 5)), options: { k: 3, maxIterations: 2, metric: 'cosine' } },
  { title: 'dense rows, weighted', input: denseRows(15_001, 3), options: { k: 5, seed: 4 }, weights: oddWeights(15_001) },
  { title: 'dense rows, cosine', input: denseRows(15_000, 6), options: { k: 7, metric: 'cosine', init: 'random', nInit: 2 } },
  { title: 'dense rows, k chosen', input: denseRows(5000, 4), options: { maxClusters: 4 } },
  { title: 'sparse rows', input: sparseRows(18_000), options: { k: 5, maxIterations: 8 } },
  { title: 'sparse rows, cosine, weighted', input: sparseRows(17_000), options: { k: 5, metric: 'cosine' }, weights: oddWeights(17_000) },
  { title: 'records, tokens, k found', input: tokenRecords(5000), options: { threshold: 0.85 } },
  { title: 'records, table, k chosen', input: tableRecords(6000), options: { maxClusters: 3 } },
  { title: 'dense rows, reference engine', input: denseRows(5000, 3), options: { k: 4, maxIterations: 4, engine: 'reference' } },
];

afterAll(() => ElementsClustering.closeWorkers());

test.each(TASKS)('$title: the same bytes with 1, 2, 3 and 7 workers', async ({ input, options, weights }) => {
  const bytes: Uint8Array[] = [];
  for (const workers of [1, 2, 3, 7]) bytes.push((await new ElementsClustering({ ...options, workers }).fit(input, { weights })).toBytes());
  for (const other of bytes.slice(1)) expect(Buffer.compare(other, bytes[0])).toBe(0);
});

test('fits at once through the same workers: the bytes of each alone', async () => {
  const tasks = TASKS.filter(({ options }) => options.engine === undefined).slice(0, 5);
  const bytesOf = async ({ input, options, weights }: Task, workers: number): Promise<Uint8Array> =>
    (await new ElementsClustering({ ...options, workers }).fit(input, { weights })).toBytes();
  const together = await Promise.all(tasks.map((task) => bytesOf(task, 3)));
  for (const [i, task] of tasks.entries()) expect(Buffer.compare(together[i], await bytesOf(task, 1))).toBe(0);
});
