import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { createNodeWorkerPool } from '../../src/adapters/node-workers.ts';
import { createPace } from '../../src/core/pace.ts';
import { createRandom } from '../../src/core/random.ts';
import type { Matrix } from '../../src/core/types.ts';
import { loadKernel } from '../../src/engine/load.ts';
import { chunksOf, dealOut } from '../../src/matrix/chunks.ts';
import { openRows } from '../../src/parallel/open-rows.ts';
import type { Rows } from '../../src/parallel/rows.ts';
import type { PartTask, Workers } from '../../src/parallel/workers.ts';
import { denseRows, oddWeights, sparseRows } from './tasks.ts';

const pool = createNodeWorkerPool();
const kernel = await loadKernel();
afterAll(() => pool.close());

/** Real workers, and what each fit gave them to do. */
function recorded(count: number): { workers: Workers; dealt: PartTask[][] } {
  const real = pool.workers({ count });
  const dealt: PartTask[][] = [];
  const open: Workers['open'] = (tasks) => {
    dealt.push([...tasks]);
    return real.open(tasks);
  };
  return { workers: { count, open }, dealt };
}

/** Values as text that differs where a bit does. */
function bitsOf(values: Float32Array | Float64Array | Int32Array): string {
  return createHash('sha256').update(values).digest('hex');
}

/** The answers to every question, two steps and a new start among them. */
async function interview(rows: Rows): Promise<unknown[]> {
  const random = createRandom(5);
  const some = await Promise.all([0, 1023, 1024, rows.rows - 1].map((row) => rows.row(row)));
  const centroids = Float32Array.from(some.flatMap((row) => [...row]));
  const answers: unknown[] = [rows.rows, rows.columns, some];
  for (const k of [4, 3]) {
    await rows.forget();
    answers.push(await rows.step(centroids, k), bitsOf(await rows.labels()), bitsOf(await rows.labelDistances()));
    const moved = centroids.map((value, i) => value + (i % 3) / 8);
    answers.push(await rows.step(moved, k), await rows.step(moved, k), bitsOf(await rows.labels()));
  }
  await rows.clearSeeds();
  for (const seed of some.slice(0, 3)) {
    answers.push(await rows.takeSeed(seed), await rows.trySeeds(centroids, 4));
    for (let i = 0; i < 50; i++) answers.push(await rows.pickRow(random.next()));
    answers.push(await rows.pickRow(0), await rows.pickRow(1 - 2 ** -53), bitsOf(await rows.seedDistances()));
  }
  await rows.clearSeeds();
  return [...answers, bitsOf(await rows.seedDistances()), await rows.takeSeed(some[1])];
}

/** What is measured, twice over: the second time other centroids. */
async function measurements(rows: Rows): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const [from, k] of [
    [0, 4],
    [5000, 3],
  ]) {
    const some = await Promise.all(Array.from({ length: k }, (_, c) => rows.row(from + c)));
    await rows.forget();
    await rows.step(Float32Array.from(some.flatMap((row) => [...row])), k);
    const { inertia, distances, ...arrays } = await rows.measure();
    const joined = Float32Array.from(distances.flatMap((part) => [...part]));
    answers.push(inertia, [joined, ...Object.values(arrays)].map(bitsOf));
  }
  return answers;
}

describe.each([
  { kind: 'dense', matrix: denseRows(16_500, 5) as Matrix, metric: 'euclidean' as const },
  { kind: 'sparse', matrix: sparseRows(16_500) as Matrix, metric: 'euclidean' as const },
])('$kind rows', ({ matrix, metric }) => {
  const task = { matrix, weights: oddWeights(matrix.rows), metric };

  test('answer the same in the calling thread alone and in 2, 3 and 7 threads', async () => {
    const local = await openRows(kernel, task, createPace());
    const expected = await interview(local.rows);
    const measured = matrix.kind === 'dense' ? await measurements(local.rows) : [];
    local.close();
    for (const count of [2, 3, 7]) {
      const { workers, dealt } = recorded(count);
      const { rows, close } = await openRows(kernel, task, createPace(), workers);
      expect(dealt.map((tasks) => tasks.length)).toEqual([count - 1]);
      expect(await interview(rows)).toEqual(expected);
      expect(matrix.kind === 'dense' ? await measurements(rows) : []).toEqual(measured);
      close();
    }
  });
});

test.each([
  { rows: 1, count: 7, parts: 1 },
  { rows: 4095, count: 7, parts: 1 },
  { rows: 4096, count: 7, parts: 2 },
  { rows: 8191, count: 7, parts: 2 },
  { rows: 8192, count: 7, parts: 4 },
  { rows: 20_000, count: 3, parts: 3 },
  { rows: 20_000, count: 16, parts: 8 },
  { rows: 70_000, count: 30, parts: 16 },
])('$rows rows go to $parts of $count threads', async ({ rows, count, parts }) => {
  const { workers, dealt } = recorded(count);
  const matrix = denseRows(rows, 1);
  const opened = await openRows(kernel, { matrix, weights: oddWeights(rows), metric: 'euclidean' }, createPace(), workers);
  opened.close();
  expect(dealt.map((tasks) => tasks.length)).toEqual(parts === 1 ? [] : [parts - 1]);
});

test('chunks are dealt out whole, in order and evenly', () => {
  for (const rows of [2048, 5000, 20_000, 1_000_003]) {
    const chunks = chunksOf({ kind: 'dense', data: new Float32Array(rows), rows, columns: 1 });
    for (let hands = 1; hands <= chunks.length; hands++) {
      const shares = dealOut(chunks, hands);
      const sizes = shares.map((share) => share.length);
      expect(shares.flat()).toEqual(chunks);
      expect(shares).toHaveLength(hands);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  }
});
