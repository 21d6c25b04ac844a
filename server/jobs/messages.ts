import type { Progress, Warning } from '../../src/core/types.ts';
import type { EngineName } from '../../src/engine/kernel.ts';
import type { Evaluation } from '../../src/estimators/evaluate.ts';
import type { Problem } from '../problems.ts';
import type { UpdateSummary } from '../updating.ts';

/** A body that was read and checked, and waits for its turn. */
export interface JobFacts {
  readonly model: string;
  /** The version that was asked for; undefined where none was. */
  readonly version: number | undefined;
  readonly rows: number;
}

/** What a fit found, apart from the model itself. */
export interface FitSummary {
  readonly rows: number;
  readonly clusters: number;
  readonly metrics: {
    readonly inertia: number;
    /** Null where the rows fell into fewer than two clusters. */
    readonly silhouette: number | null;
    /** Distinct rows the silhouette was taken over. */
    readonly silhouetteRows: number;
  };
  readonly iterations: number;
  readonly engine: EngineName;
  readonly warnings: readonly Warning[];
  readonly durationMs: number;
}

/** What each kind of job answers. Bytes are those of a model that is not saved yet. */
export interface JobResults {
  readonly fit: { readonly bytes: Uint8Array; readonly summary: FitSummary };
  readonly update: { readonly bytes: Uint8Array; readonly summary: UpdateSummary };
  readonly evaluate: Evaluation;
}

export type JobKind = keyof JobResults;

/** To the worker: first a body to check, then, when it is its turn, the word to run, with the bytes of the model that the job works on. */
export type Command =
  | { readonly type: 'check'; readonly kind: JobKind; readonly body: Uint8Array }
  | { readonly type: 'run'; readonly model: Uint8Array | undefined };

/** From the worker. After any but `progress` it is ready for the next command, or the next body. */
export type Reply =
  | { readonly type: 'checked'; readonly facts: JobFacts }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly result: unknown }
  /** `reason`: what the problem does not tell the client. */
  | { readonly type: 'failed'; readonly problem: Problem; readonly reason: string };
