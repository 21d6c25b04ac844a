import type { Pace } from '../core/pace.ts';
import type { Shard, StepSums } from '../engine/kernel.ts';
import { type Chunk, chunksOf } from '../matrix/chunks.ts';

/** All rows of a task, wherever they are: one call, one pass. Partial sums are reduced in chunk order. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  /** Forgets all labels and sums: the next step starts anew, with any number of centroids. */
  forget(): Promise<void>;
  /** Sets the centroids, labels every row with its nearest and sums the rows by label; `changed` counts labels since the last step. */
  step(centroids: Float32Array, k: number): Promise<StepSums>;
  labels(): Promise<Int32Array>;
  /** Distance of each row to the centroid of its label. */
  labelDistances(): Promise<Float64Array>;
  /** One row, dense. */
  row(index: number): Promise<Float32Array>;
  clearSeeds(): Promise<void>;
  /** For each of m candidate seeds: the potential (sum of weight · distance to the nearest seed) were it taken. */
  trySeeds(candidates: Float32Array, m: number): Promise<Float64Array>;
  /** Takes a seed; answers the potential. */
  takeSeed(seed: Float32Array): Promise<number>;
  /** A row drawn by its share of the potential; `draw` is uniform in [0, 1). */
  pickRow(draw: number): Promise<number>;
  /** Each row's distance to its nearest seed; good until the next call. */
  seedDistances(): Promise<Float32Array>;
}

/** Rows in one shard, worked on by the calling thread; between chunks `pace` lets the event loop turn. */
export function localRows(shard: Shard, pace: Pace): Rows {
  const chunks = chunksOf(shard.rows);
  const potentials = new Float64Array(chunks.length);
  let running: Omit<StepSums, 'changed'> | undefined;

  const eachChunk = async (work: (chunk: Chunk, index: number) => void): Promise<void> => {
    for (let i = 0; i < chunks.length; i++) {
      await pace();
      work(chunks[i], i);
    }
  };

  return {
    rows: shard.rows,
    columns: shard.columns,
    forget: async () => {
      shard.forget();
      running = undefined;
    },
    step: async (centroids, k) => {
      shard.setCentroids(centroids, k);
      running ??= { sums: new Float64Array(k * shard.columns), totals: new Float64Array(k), members: new Int32Array(k) };
      const { sums, totals, members } = running;
      let changed = 0;
      await eachChunk(({ first, count }) => {
        const part = shard.step(first, count);
        if (part.changed > 0) {
          addTo(sums, part.sums);
          addTo(totals, part.totals);
          addTo(members, part.members);
        }
        changed += part.changed;
      });
      return { changed, sums: sums.slice(), totals: totals.slice(), members: members.slice() };
    },
    labels: async () => shard.labels(),
    labelDistances: async () => shard.labelDistances(),
    row: async (index) => shard.row(index),
    clearSeeds: async () => shard.clearSeeds(),
    trySeeds: async (candidates, m) => {
      const sums = new Float64Array(m);
      await eachChunk(({ first, count }) => addTo(sums, shard.trySeeds(candidates, m, first, count)));
      return sums;
    },
    takeSeed: async (seed) => {
      await eachChunk(({ first, count }, i) => {
        potentials[i] = shard.takeSeed(seed, first, count);
      });
      return sum(potentials);
    },
    pickRow: async (draw) => {
      let target = draw * sum(potentials);
      let i = 0;
      while (i < chunks.length - 1 && (target >= potentials[i] || potentials[i] === 0)) target -= potentials[i++];
      return shard.pickRow(chunks[i].first, chunks[i].count, target);
    },
    seedDistances: async () => shard.seedDistances(),
  };
}

function addTo<Sums extends Float64Array | Int32Array>(sums: Sums, part: Sums): void {
  for (let i = 0; i < sums.length; i++) sums[i] += part[i];
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
