import type { Pace } from '../core/pace.ts';
import type { Measured, MeasuredRows, Shard } from '../engine/kernel.ts';
import type { Chunk } from '../matrix/chunks.ts';
import { type SumsNode, SumsTree } from './sums-tree.ts';

/** One answer a chunk, in chunk order, each good until the next is asked for. */
export type Answers<T> = Iterable<T> | AsyncIterable<T>;

/**
 * Neighbouring rows, wherever they are, cut into chunks: what `Rows` asks of all rows, of these. Rows are counted from the part's first.
 */
export interface Part {
  readonly rows: number;
  /** Number of chunks. */
  readonly chunks: number;
  forget(): Promise<void>;
  /**
   * Sets the centroids, labels every row with its nearest and answers what that changed, of as many chunks together as the tree of sums joins; good until
   * the next step.
   */
  step(centroids: Float32Array, k: number): Promise<readonly SumsNode[]>;
  /** Writes the labels, one a row. */
  labels(to: Int32Array): Promise<void>;
  labelDistances(): Promise<Float64Array>;
  /** Sums of weight · distance to the own centroid. */
  inertia(): Answers<number>;
  /** Measures all rows; what there is to tell but these sums is `measured` then. */
  measure(): Answers<MeasuredRows>;
  measured(): Promise<Measured>;
  row(index: number): Promise<Float32Array>;
  clearSeeds(): Promise<void>;
  /** Potentials, one a candidate. */
  trySeeds(candidates: Float32Array, m: number): Answers<Float64Array>;
  /** Potentials. */
  takeSeed(seed: Float32Array): Answers<number>;
  /** The row of a chunk at which the running potential exceeds `target`. */
  pickRow(chunk: number, target: number): Promise<number>;
  seedDistances(): Promise<Float32Array>;
}

/** A part that the calling thread works on; between chunks `pace` lets the event loop turn. */
export function localPart(shard: Shard, chunks: readonly Chunk[], pace: Pace): Part {
  async function* inTurn<T>(ask: (chunk: Chunk) => T): AsyncGenerator<T> {
    for (const chunk of chunks) {
      await pace();
      yield ask(chunk);
    }
  }
  /** The answer of a single chunk does without a generator, which costs more than small chunks do. */
  const eachChunk = <T>(ask: (chunk: Chunk) => T): Answers<T> => (chunks.length === 1 ? [ask(chunks[0])] : inTurn(ask));
  const tree = new SumsTree();
  async function step(centroids: Float32Array, k: number): Promise<readonly SumsNode[]> {
    await pace(); // parts elsewhere are asked first
    shard.setCentroids(centroids, k);
    const stepOf = ({ number, first, count }: Chunk): SumsNode => ({ ...shard.step(first, count), first: number, size: 1 });
    if (chunks.length === 1) return [stepOf(chunks[0])];
    tree.clear();
    for (const chunk of chunks) {
      await pace();
      tree.add(stepOf(chunk), false);
    }
    return tree.nodes;
  }

  return {
    rows: shard.rows,
    chunks: chunks.length,
    forget: async () => shard.forget(),
    step,
    labels: async (to) => to.set(shard.labels()),
    labelDistances: async () => shard.labelDistances(),
    inertia: () => eachChunk(({ first, count }) => shard.inertia(first, count)),
    measure: () => {
      shard.startMeasure();
      return eachChunk(({ first, count }) => shard.measure(first, count));
    },
    measured: async () => shard.measured(),
    row: async (index) => shard.row(index),
    clearSeeds: async () => shard.clearSeeds(),
    trySeeds: (candidates, m) => eachChunk(({ first, count }) => shard.trySeeds(candidates, m, first, count)),
    takeSeed: (seed) => eachChunk(({ first, count }) => shard.takeSeed(seed, first, count)),
    pickRow: async (chunk, target) => shard.pickRow(chunks[chunk].first, chunks[chunk].count, target),
    seedDistances: async () => shard.seedDistances(),
  };
}
