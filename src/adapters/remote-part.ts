import type { Part } from '../parallel/part.ts';
import type { SumsNode } from '../parallel/sums-tree.ts';
import { handOver } from './hand-over.ts';
import type { HostedPart } from './shard-protocol.ts';
import type { WorkerLife } from './worker-life.ts';

/** The calling thread's face of a part in a worker. A pass is asked for at once, whenever its answers are read. */
export function remotePart(hosted: HostedPart, life: WorkerLife, size: Pick<Part, 'rows' | 'chunks'>): Part {
  const pass = <T>(ask: () => Promise<T[]>): AsyncIterable<T> => replay(life.guard(ask));
  let answered: readonly SumsNode[] = [];
  return {
    ...size,
    forget: () => life.guard(() => hosted.forget()),
    step: async (centroids, k) => {
      const spare = handOver(answered);
      answered = [];
      answered = await life.guard(() => hosted.step(centroids, k, spare));
      return answered;
    },
    labels: () => life.guard(() => hosted.labels()),
    labelDistances: () => life.guard(() => hosted.labelDistances()),
    inertia: () => pass(() => hosted.inertia()),
    measure: () => pass(() => hosted.measure()),
    measured: () => life.guard(() => hosted.measured()),
    row: (index) => life.guard(() => hosted.row(index)),
    clearSeeds: () => life.guard(() => hosted.clearSeeds()),
    trySeeds: (candidates, m) => pass(() => hosted.trySeeds(candidates, m)),
    takeSeed: (seed) => pass(() => hosted.takeSeed(seed)),
    pickRow: (chunk, target) => life.guard(() => hosted.pickRow(chunk, target)),
    seedDistances: () => life.guard(() => hosted.seedDistances()),
  };
}

function replay<T>(answers: Promise<T[]>): AsyncIterable<T> {
  answers.catch(() => undefined); // who reads them hears of a failure, unless a part before this one failed too
  return read(answers);
}

async function* read<T>(answers: Promise<T[]>): AsyncGenerator<T> {
  yield* await answers;
}
