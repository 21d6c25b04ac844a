import { blobs, drawCentroids, uniform } from './data.ts';
import { judge } from './judge.ts';
import { fastestBlas } from './machine.ts';
import { type Effort, geometricMean, medianOf } from './measure.ts';
import { progress } from './progress.ts';
import { type Section, showMs, showRatio } from './report.ts';
import { javascript, python, type Unable } from './runner.ts';
import { type Task, withTask } from './task.ts';

const TASKS = [
  { about: 'blobs', k: 32, rows: () => blobs(100_000, 16, 32, 0.15) },
  { about: 'blobs', k: 64, rows: () => blobs(20_000, 128, 64, 0.6) },
  { about: 'uniform', k: 100, rows: () => uniform(100_000, 3) },
  { about: 'blobs', k: 256, rows: () => blobs(50_000, 8, 256, 0.1) },
  { about: 'blobs', k: 10, rows: () => blobs(10_000, 784, 10, 0.8) },
];

interface Seeded {
  readonly ms: number;
  readonly centroids: readonly number[];
}

/** Greedy k-means++ alone, ours against scikit-learn's. */
export async function seedingSection({ rounds }: Effort, interpreter: string): Promise<Section> {
  const rows: string[][] = [];
  const ratios: number[] = [];
  for (const { about, k, rows: make } of TASKS) {
    const matrix = make();
    progress(`seeding: ${matrix.rows} × ${matrix.columns}, k = ${k}`);
    const task: Task = { matrix, init: drawCentroids(matrix, k, 2), k, maxIterations: 1 };
    const [ours, peer] = await seedInTurn(task, rounds, interpreter);
    const head = [`${matrix.rows.toLocaleString('en')} × ${matrix.columns}`, `${k}`, about];
    if ('unable' in ours || 'unable' in peer) {
      rows.push([...head, ...[ours, peer].map((found) => ('unable' in found ? found.unable : showMs(found.ms))), '–', '–']);
      continue;
    }
    ratios.push(peer.ms / ours.ms);
    rows.push([...head, showMs(ours.ms), showMs(peer.ms), showRatio(peer.ms / ours.ms), (ours.potential / peer.potential).toFixed(3)]);
  }
  return {
    title: 'Seeding',
    about:
      'Greedy k-means++ with 2 + ⌊ln k⌋ candidates a seed, one thread, from f32 rows to k seeds: the core and `sklearn.cluster.kmeans_plusplus`.\nPotential is the inertia of the seeds, the mean over the seeded runs, ours divided by theirs: below 1 ours are better.',
    head: ['rows × columns', 'k', 'data', 'ours, ms', 'scikit-learn, ms', 'faster', 'potential, ours / theirs'],
    rows,
    summary: ratios.length === 0 ? [] : [`geometric mean: ${showRatio(geometricMean(ratios))}`],
  };
}

/** Both in turn, the same number of seeds each after a first run that warms up. */
async function seedInTurn(task: Task, rounds: number, interpreter: string): Promise<({ ms: number; potential: number } | Unable)[]> {
  return withTask(task, async (folder) => {
    const runners = [javascript(folder, 1), python(interpreter, folder, 1, await fastestBlas(interpreter, folder))];
    const times: number[][] = runners.map(() => []);
    const potentials = runners.map(() => 0);
    const failed: (Unable | undefined)[] = runners.map(() => undefined);
    for (let seed = 0; seed <= rounds; seed++) {
      for (const [i, runner] of runners.entries()) {
        const answer = failed[i] ?? (await runner.ask<Seeded>({ job: 'seeding', seed }));
        if ('unable' in answer) failed[i] = answer;
        else if (seed > 0) {
          times[i].push(answer.ms);
          potentials[i] += judge(task, answer.centroids).inertia / rounds;
        }
      }
    }
    await Promise.all(runners.map((runner) => runner.close()));
    return runners.map((_, i) => failed[i] ?? { ms: medianOf(times[i].sort((a, b) => a - b)), potential: potentials[i] });
  });
}
