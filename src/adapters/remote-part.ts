import { type Remote, releaseProxy } from 'comlink';
import type { Part } from '../parallel/part.ts';
import { handOver } from './hand-over.ts';
import type { HostedPart, StepAnswer } from './shard-protocol.ts';
import type { SpareMemory } from './spare-memory.ts';
import type { WorkerLife } from './worker-life.ts';

/** A part in a worker, to be freed. */
export interface RemotePart extends Part {
  /** Frees it, also while it is asked. */
  close(): void;
}

/**
 * The calling thread's face of a part in a worker. A pass is asked for at once, whenever its answers are read. What comes in memory of `spare` is given back once
 * it is not good any more.
 */
export function remotePart(hosted: HostedPart, life: WorkerLife, size: Pick<Part, 'rows' | 'chunks'>, spare: SpareMemory): RemotePart {
  const pass = <T>(ask: () => Promise<T[]>): AsyncIterable<T> => replay(life.guard(ask));
  const rowMemory = (): Uint8Array<ArrayBuffer> => handOver(spare.take(size.rows * 4));
  let last: StepAnswer | undefined;
  let distances: Float32Array<ArrayBuffer> | undefined;
  const giveDistances = (): void => {
    if (distances) spare.give(distances);
    distances = undefined;
  };
  return {
    ...size,
    forget: () => life.guard(() => hosted.forget()),
    step: async (centroids, k) => {
      const { nodes = [], centroids: room } = last ?? {};
      const sent = room?.length === centroids.length ? room : new Float32Array(centroids.length);
      sent.set(centroids);
      last = undefined;
      last = await life.guard(() => hosted.step(handOver(sent), k, handOver(nodes)));
      return last.nodes;
    },
    labels: async (to) => {
      const labels = await life.guard(() => hosted.labels(rowMemory()));
      to.set(labels);
      spare.give(labels);
    },
    labelDistances: () => life.guard(() => hosted.labelDistances()),
    inertia: () => pass(() => hosted.inertia()),
    measure: () => pass(() => hosted.measure()),
    measured: async () => {
      giveDistances();
      const found = await life.guard(() => hosted.measured(rowMemory()));
      distances = found.distances;
      return found;
    },
    row: (index) => life.guard(() => hosted.row(index)),
    clearSeeds: () => life.guard(() => hosted.clearSeeds()),
    trySeeds: (candidates, m) => pass(() => hosted.trySeeds(candidates, m)),
    takeSeed: (seed) => pass(() => hosted.takeSeed(seed)),
    pickRow: (chunk, target) => life.guard(() => hosted.pickRow(chunk, target)),
    seedDistances: () => life.guard(() => hosted.seedDistances()),
    close: () => {
      (hosted as HostedPart & Remote<HostedPart>)[releaseProxy]();
      giveDistances();
    },
  };
}

function replay<T>(answers: Promise<T[]>): AsyncIterable<T> {
  answers.catch(() => undefined); // who reads them hears of a failure, unless a part before this one failed too
  return read(answers);
}

async function* read<T>(answers: Promise<T[]>): AsyncGenerator<T> {
  yield* await answers;
}
