import type { Progress, Warning } from '../src/core/types.ts';
import type { EngineName } from '../src/engine/kernel.ts';
import type { Problem } from './problems.ts';

/** A body that was read and checked, and waits for its fit. */
export interface FitJob {
  readonly model: string;
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

/** To the worker: first a body to check, then, when it is its turn, the word to fit. */
export type FitCommand = { readonly type: 'check'; readonly body: Uint8Array } | { readonly type: 'fit' };

/** From the worker. After `fitted` or `failed` it is ready for the next body. */
export type FitReply =
  | { readonly type: 'checked'; readonly job: FitJob }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'fitted'; readonly bytes: Uint8Array; readonly summary: FitSummary }
  | { readonly type: 'failed'; readonly problem: Problem };
