import type { ElementRecord } from '../core/types.ts';
import type { Scores } from '../estimators/estimator.ts';
import type { Dropped } from './clean.ts';
import type { ResolvedConfig } from './config.ts';
import type { MetricRule } from './metric.ts';
import type { Trial } from './search.ts';

/** A model of a run. */
export interface ModelRecord {
  /** The candidate's name. */
  readonly name: string;
  readonly type: string;
  /** The options that it was fitted with: those given, those that the pipeline knows, those that were searched. */
  readonly options: Readonly<Record<string, unknown>>;
  /** On the held-out rows; null where the candidate failed. */
  readonly scores: Scores | null;
  readonly fitMs: number;
  readonly scoreMs: number;
  /** Length of the model in bytes. */
  readonly bytes: number;
  /** SHA-256 of the bytes, hexadecimal; empty where there are none. */
  readonly sha256: string;
  /** Every trial of its search. */
  readonly trials?: readonly Trial[];
  /** Why there is no model. */
  readonly error?: string;
}

/** How a run's best model compares with the champion of that time, both on the run's held-out rows. */
export interface Verdict {
  /** The best candidate. */
  readonly challenger: string;
  /** The champion it was compared with; null where there was none. */
  readonly champion: (ModelReference & { readonly version: number; readonly scores: Scores | null; readonly error?: string }) | null;
  /** By how much the challenger is better, in the metric's unit; null without a champion to compare with. */
  readonly gain: number | null;
  readonly promote: boolean;
  /** In words. */
  readonly reason: string;
}

/** All that is kept of a run, apart from data and models. */
export interface RunRecord {
  /** Sorts by time. */
  readonly id: string;
  readonly pipeline: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly code: CodeVersion;
  readonly config: ResolvedConfig;
  readonly data: {
    readonly source: string;
    /** SHA-256 of the records as NDJSON, hexadecimal; names their copy. */
    readonly sha256: string;
    readonly read: number;
    readonly kept: number;
    readonly dropped: readonly Dropped[];
    readonly fields: readonly string[];
    readonly trainRows: number;
    readonly testRows: number;
  };
  readonly metric: MetricRule;
  readonly models: readonly ModelRecord[];
  readonly verdict: Verdict;
}

/** What made a run. */
export interface CodeVersion {
  readonly library: string;
  /** Of the runtime. */
  readonly runtime: string;
  /** The commit of the working directory, where it is one of git's. */
  readonly commit: string | null;
}

export interface ModelReference {
  readonly run: string;
  readonly model: string;
}

/** A model that was made the one to serve. */
export interface Champion extends ModelReference {
  /** Counts from 1; the highest is the champion of today. */
  readonly version: number;
  readonly at: string;
  readonly how: 'trained' | 'promoted' | 'rolled back';
  readonly reason: string;
}

/**
 * Where a pipeline's history is kept. What was written stays: runs, models and champions are only ever added, each whole or not at all, whatever is
 * killed when.
 */
export interface RunStore {
  /** Keeps records; resolves to the SHA-256 of their NDJSON, which names them. */
  saveData(records: readonly ElementRecord[]): Promise<string>;
  /** Throws `STORE_FAILED` where they are not there or damaged. */
  data(sha256: string): Promise<ElementRecord[]>;
  /** A new id, which sorts after those of earlier milliseconds. */
  newId(): string;
  codeVersion(): Promise<CodeVersion>;
  /** Keeps a run with its models, by name; it is there when this resolves, and before it is not. */
  saveRun(run: RunRecord, models: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** All runs, the oldest first. */
  runs(): Promise<RunRecord[]>;
  run(id: string): Promise<RunRecord | undefined>;
  model(reference: ModelReference): Promise<Uint8Array | undefined>;
  /** All champions there were, the oldest first; the last is today's. */
  champions(): Promise<Champion[]>;
  champion(): Promise<Champion | undefined>;
  /** Makes a champion of the next version; false where someone else made one of that version meanwhile. */
  crown(champion: Champion): Promise<boolean>;
  /** Adds an event to the log. */
  log(event: string, facts: object): Promise<void>;
  /** SHA-256, hexadecimal. */
  hash(bytes: Uint8Array): string;
}
