import type { ElementRecord, Progress } from '../core/types.ts';
import type { FieldKind } from '../features/types.ts';

/** What a model says of a record: a number, or the label of a cluster. */
export type Task = 'regression' | 'clustering';

/** What every estimator's `fit` takes. */
export interface EstimatorFitOptions {
  /** One weight a record, 0 or more, where the estimator takes weights: a record of weight 2 counts as two equal ones. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Records that are not learned from, but may tell when to stop; estimators that have no use for them do not look at them. */
  readonly validation?: readonly ElementRecord[];
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the fit, which then throws `ABORTED` and changes nothing. */
  readonly signal?: AbortSignal;
}

/** What every estimator's `evaluate` takes. */
export interface EstimatorEvaluateOptions {
  /** One weight a record, 0 or more. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Stops the evaluation, which then throws `ABORTED`. */
  readonly signal?: AbortSignal;
}

/** Scores by name; null where a score is not defined for these records. */
export type Scores = Readonly<Record<string, number | null>>;

/** A field that a fitted model reads. */
export interface FieldSchema {
  /** Its name; dotted paths where records are nested. */
  readonly name: string;
  readonly kind: FieldKind;
  /** The values a category was seen with, where the model keeps them; of an ordered one in its order. */
  readonly levels?: readonly string[];
  /** Whether some training record lacked it; undefined where the model does not keep that. */
  readonly missing?: boolean;
}

/** What a fitted model reads, and what it says. */
export interface Schema {
  readonly fields: readonly FieldSchema[];
  /** The field that is predicted; null where a model learned without one. */
  readonly target: string | null;
}

/**
 * A model of any type, from options to bytes. One contract suite holds for every implementation.
 *
 * - The same records, options and seed give the same predictions and the same bytes in every runtime.
 * - Input that does not fit gets a coded error naming row and field; a call that throws changes nothing.
 * - No prediction is ever NaN.
 */
export interface Estimator {
  /** The type of its definition. */
  readonly type: string;
  readonly task: Task;
  /**
   * Learns from records; replaces what was learned before.
   * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `TOO_LARGE`, `ABORTED`.
   */
  fit(records: readonly ElementRecord[], options?: EstimatorFitOptions): Promise<this>;
  /**
   * One prediction a record: numbers for regression, cluster labels for clustering.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field.
   */
  predict(records: readonly ElementRecord[]): Promise<Float64Array | Int32Array>;
  /**
   * Scores on records; for regression each must have its target.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field, `ABORTED`.
   */
  evaluate(records: readonly ElementRecord[], options?: EstimatorEvaluateOptions): Promise<Scores>;
  /** The model in the container format, its type as `type` in the header. Throws `NOT_FITTED`. */
  toBytes(): Uint8Array;
  /** What the fitted model reads and predicts. Throws `NOT_FITTED`. */
  readonly schema: Schema;
}

/** One option, described as JSON Schema has it, so that services can show and check it. */
export interface OptionSchema {
  readonly description: string;
  readonly type: OptionType | readonly OptionType[];
  /** Absent where an option must be given, or where leaving it out has a meaning of its own. */
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of an array. */
  readonly items?: { readonly type: OptionType };
}

export type OptionType = 'number' | 'integer' | 'string' | 'boolean' | 'array' | 'object';

/** All options of an estimator: a JSON Schema. */
export interface OptionsSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, OptionSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** Values of one option worth trying: a range, evenly on its scale, or a few values. */
export type SearchRange =
  | { readonly kind: 'number' | 'integer'; readonly least: number; readonly most: number; readonly scale: 'linear' | 'log' }
  | { readonly kind: 'choice'; readonly values: readonly unknown[] };

/** Options worth trying, by name; an option that is not named is best left at its default. */
export type SearchSpace = Readonly<Record<string, SearchRange>>;

/** A type of estimator: all that a registry, a training pipeline or a service needs to know of it. */
export interface EstimatorDefinition<Options extends object = object> {
  /** Names the type, in registries and in the header of its bytes. */
  readonly type: string;
  readonly task: Task;
  /** One sentence for people. */
  readonly description: string;
  readonly options: OptionsSchema;
  readonly searchSpace: SearchSpace;
  /** An unfitted estimator. Throws `INVALID_OPTION`. */
  create(options: Options): Estimator;
  /** A fitted estimator from the bytes it gave, wherever that was. Throws `CORRUPT_MODEL`. */
  fromBytes(bytes: Uint8Array): Estimator;
}
