import { drawCentroids } from './data.ts';
import { judge, type Quality } from './judge.ts';
import { fastestBlas } from './machine.ts';
import { type Contender, type Effort, measure, type Times } from './measure.ts';
import { progress } from './progress.ts';
import { javascript, python, type Runner, type Unable } from './runner.ts';
import type { Shape } from './shapes.ts';
import { type Task, withTask } from './task.ts';

export const OURS = 'elements-clustering';
/** What several threads are compared with, in turn. */
export const ALONE = 'ours on one thread';
/** As many fits as there are threads, each in a process of its own on one thread: what the machine gives to several, in milliseconds a fit. */
export const AT_ONCE = 'as many fits at once';
export const NATIVE = ['scikit-learn Lloyd', 'scikit-learn Elkan', 'faiss'];
export const SCRIPTS = ['ml-kmeans', 'skmeans', 'tfjs (wasm)'];

export interface FitEffort extends Effort {
  readonly interpreter: string;
  /** Milliseconds beyond which a library in JavaScript is left out, by an estimate. */
  readonly patience: number;
}

export interface Fit extends Quality {
  readonly ms: number;
  readonly iterations: number;
}

/** What one shape gave with one number of threads. */
export interface FitResult {
  readonly shape: Shape;
  /** Rows × columns. */
  readonly size: readonly [number, number];
  readonly threads: number;
  readonly libraries: ReadonlyMap<string, Times<Fit> | Unable>;
}

/** Milliseconds a row-centroid pair takes a library in JavaScript at least, and each column of it. */
const PAIR_MS = 3e-6;
const COLUMN_MS = 2e-6;

/** Whole fits of one shape by all libraries, for each number of threads; libraries in JavaScript have one. */
export async function fitShape(shape: Shape, threads: readonly number[], effort: FitEffort): Promise<FitResult[]> {
  const matrix = await shape.rows();
  const task: Task = { matrix, init: drawCentroids(matrix, shape.k, 2), k: shape.k, maxIterations: shape.maxIterations };
  return withTask(task, async (folder) => {
    const blas = matrix.kind === 'dense' ? await fastestBlas(effort.interpreter, folder) : '';
    const results: FitResult[] = [];
    for (const count of threads) {
      progress(`fits: ${shape.id}, ${count === 1 ? '1 thread' : `${count} threads`}, OpenBLAS ${blas === '' ? 'default' : blas}`);
      const libraries = await fitWith(task, folder, count, blas, effort);
      results.push({ shape, size: [matrix.rows, matrix.columns], threads: count, libraries });
    }
    return results;
  });
}

async function fitWith(task: Task, folder: string, threads: number, blas: string, effort: FitEffort): Promise<FitResult['libraries']> {
  const runners = {
    ours: javascript(folder, threads),
    native: python(effort.interpreter, folder, threads, blas),
    scripts: javascript(folder, threads),
  };
  const singles = threads > 1 ? Array.from({ length: threads }, (_, before) => javascript(folder, 1, before)) : [];
  let iterations = task.maxIterations;
  const contender = (name: string, runner: Runner, asked = { name, threads }): Contender<Fit> => ({
    name,
    run: async (first) => {
      if (first && runner === runners.scripts && estimate(task, iterations) > effort.patience) return { unable: 'too slow' };
      const answer = await runner.ask<FitAnswer>({ job: 'fit', ...asked, iterations, judged: first });
      if ('unable' in answer) return answer;
      if (name === OURS) iterations = answer.iterations; // faiss has to be told
      const quality = answer.centroids ? judge(task, answer.centroids) : { inertia: Number.NaN, empty: 0 };
      return { ms: answer.ms, iterations: answer.iterations, ...quality };
    },
  });
  const scripts = threads === 1 && task.matrix.kind === 'dense' ? SCRIPTS.map((name) => contender(name, runners.scripts)) : [];
  const native = NATIVE.map((name) => contender(name, runners.native));
  const alone = singles.map((runner) => contender(ALONE, runner, { name: OURS, threads: 1 }));
  const limits = threads > 1 ? [alone[0], together(AT_ONCE, alone)] : [];
  try {
    return await measure([contender(OURS, runners.ours), ...limits, ...native, ...scripts], effort);
  } finally {
    await Promise.all([...Object.values(runners), ...singles].map((runner) => runner.close()));
  }
}

/** Contenders that run at once, in milliseconds for each. */
function together(name: string, contenders: readonly Contender<Fit>[]): Contender<Fit> {
  return {
    name,
    run: async (first) => {
      const answers = await Promise.all(contenders.map(({ run }) => run(first)));
      const [one] = answers;
      const slowest = Math.max(...answers.map((answer) => ('unable' in answer ? 0 : answer.ms)));
      return answers.find((answer) => 'unable' in answer) ?? { ...(one as Fit), ms: slowest / contenders.length };
    },
  };
}

interface FitAnswer {
  readonly ms: number;
  readonly iterations: number;
  readonly centroids?: readonly number[];
}

function estimate({ matrix, k }: Task, iterations: number): number {
  return matrix.rows * k * iterations * (PAIR_MS + COLUMN_MS * matrix.columns);
}
