import type { Answers, Part } from '../parallel/part.ts';
import type { PartTask, WorkersOptions } from '../parallel/workers.ts';

/** A part in a worker: its methods, with arrays in place of iterables. */
export type HostedPart = { [Name in Exclude<keyof Part, 'rows' | 'chunks'>]: Hosted<Part[Name]> };

type Hosted<Method> = Method extends (...args: infer Args) => infer Answer
  ? (...args: Args) => Answer extends Answers<infer One> ? Promise<One[]> : Answer
  : never;

export type ShardTask = PartTask & Pick<WorkersOptions, 'wasmModule'>;

/** What a worker for parts offers. A part is freed when its proxy is released. */
export interface ShardScript {
  open(task: ShardTask): Promise<HostedPart>;
}
