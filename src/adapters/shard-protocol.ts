import type { Matrix } from '../core/types.ts';
import type { Measured } from '../engine/kernel.ts';
import type { ComingRows } from '../matrix/space.ts';
import type { Answers, Part } from '../parallel/part.ts';
import type { SumsNode } from '../parallel/sums-tree.ts';
import type { PartTask, WorkersOptions } from '../parallel/workers.ts';

/** A part in a worker: its methods, with arrays in place of iterables. */
export type HostedPart = { [Name in Exclude<keyof Part, 'rows' | 'chunks' | 'labels' | 'step' | 'measured'>]: Hosted<Part[Name]> } & {
  /** As `Part.step`; the memory of `spare`, which is the call's own, is used for the answer, and that of the centroids comes back. */
  step(centroids: Centroids, k: number, spare: readonly SumsNode[]): Promise<StepAnswer>;
  /** The labels, in memory that is the call's own, 4 bytes a row. */
  labels(memory: Memory): Promise<Int32Array<ArrayBuffer>>;
  /** What was measured, the distances in such memory. */
  measured(memory: Memory): Promise<Measured & { readonly distances: Float32Array<ArrayBuffer> }>;
  /** Takes in raw rows, from number `first` on, and gives their memory back; all come before anything else is asked. */
  takeIn(first: number, values: RawValues): Promise<RawValues>;
};

type Memory = Uint8Array<ArrayBuffer>;
type Centroids = Float32Array<ArrayBuffer>;

export interface StepAnswer {
  readonly nodes: readonly SumsNode[];
  readonly centroids: Centroids;
}

export type RawValues = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

type Hosted<Method> = Method extends (...args: infer Args) => infer Answer
  ? (...args: Args) => Answer extends Answers<infer One> ? Promise<One[]> : Answer
  : never;

/** A task without raw rows, which come after it. */
export type ShardTask = Omit<PartTask, 'matrix'> & { readonly matrix: Matrix | ComingRows } & Pick<WorkersOptions, 'wasmModule'>;

/** What a worker for parts offers. A part is freed when its proxy is released. */
export interface ShardScript {
  open(task: ShardTask): Promise<HostedPart>;
}
