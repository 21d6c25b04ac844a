import { type BoostingModel, fitBoosting } from './estimators/boosting/fit.ts';
import { BOOSTING_OPTIONS, BOOSTING_SEARCH_SPACE, type BoostingOptions, type BoostingSettings } from './estimators/boosting/options.ts';
import { predictRows, rowPredictor } from './estimators/boosting/predict.ts';
import type { EstimatorDefinition } from './estimators/estimator.ts';
import { moreData, type RegressionData } from './estimators/regression/data.ts';
import { resolveRegressionOptions } from './estimators/regression/options.ts';
import { BOOSTING_TYPE, packBoosting, unpackBoosting } from './model/boosting-file.ts';
import { type LearnOptions, type PredictRow, Regressor } from './regressor.ts';

/** How boosting runs; nothing of this changes its answers or goes into its bytes. */
export interface BoostingRuntime {
  /** The compiled module of trees, for runtimes that forbid compiling from bytes: `import trees from 'elements-clustering/trees.wasm'`. */
  readonly wasmModule?: WebAssembly.Module;
}

/** How much a field matters to the trees. */
export interface FieldImportance {
  readonly field: string;
  /** What the splits by the field gained, all together: reduction of the penalised squared error. */
  readonly gain: number;
  /** How many splits are by the field. */
  readonly splits: number;
}

type Resolved = BoostingOptions & BoostingSettings;

/** Gradient-boosted regression trees: many small trees, each of which corrects those before it. */
export class GradientBoosting extends Regressor<Resolved, BoostingModel> {
  readonly type = BOOSTING_TYPE;
  readonly #wasmModule: WebAssembly.Module | undefined;

  /**
   * An unfitted model.
   * @throws `INVALID_OPTION` naming the option, what was expected and what came.
   */
  constructor({ wasmModule, ...options }: BoostingOptions & BoostingRuntime) {
    super(resolveOptions(options));
    this.#wasmModule = wasmModule;
  }

  /** A fitted model from its bytes, wherever they were made. Throws `CORRUPT_MODEL`. */
  static fromBytes(bytes: Uint8Array, runtime: BoostingRuntime = {}): GradientBoosting {
    const { options, model } = unpackBoosting(bytes, resolveOptions);
    const boosting = new GradientBoosting({ ...options, ...runtime });
    boosting.take(model);
    return boosting;
  }

  /** Trees that were kept: fewer than asked for where they stopped early, or where nothing was left to learn. Throws `NOT_FITTED`. */
  get trees(): number {
    return this.model.forest.roots.length;
  }

  /** Importance of each field, the most important first. Throws `NOT_FITTED`. */
  get importance(): FieldImportance[] {
    const { frame, importance } = this.model;
    const all = frame.fields.map(({ name }, i) => ({ field: name, gain: importance.gains[i], splits: importance.splits[i] }));
    return all.sort((a, b) => b.gain - a.gain);
  }

  toBytes(): Uint8Array {
    return packBoosting(this.model, this.options);
  }

  protected async learn(data: RegressionData, { validation: records, pace, onProgress }: LearnOptions): Promise<BoostingModel> {
    const { earlyStopping, logTarget = false } = this.options;
    const validation = records && earlyStopping > 0 ? moreData(records, data.frame, logTarget) : undefined;
    const onTree = (trees: number): void => onProgress?.({ phase: 'iterating', done: trees / this.options.trees, iteration: trees });
    const run = { validation, pace, onTree, wasmModule: this.#wasmModule };
    return fitBoosting(data, this.options, logTarget, run);
  }

  protected rowPredictor(model: BoostingModel): PredictRow {
    return rowPredictor(model);
  }

  protected predictColumns(model: BoostingModel, columns: readonly Float64Array[]): Promise<Float64Array> {
    return predictRows(model, columns, this.#wasmModule);
  }
}

/** {@link GradientBoosting} for registries. */
export const gradientBoosting: EstimatorDefinition<BoostingOptions & BoostingRuntime> = {
  type: BOOSTING_TYPE,
  task: 'regression',
  description: 'Gradient-boosted regression trees: the most exact on tables of mixed fields.',
  options: BOOSTING_OPTIONS,
  searchSpace: BOOSTING_SEARCH_SPACE,
  create: (options) => new GradientBoosting(options),
  fromBytes: (bytes) => GradientBoosting.fromBytes(bytes),
};

/** {@link gradientBoosting} whose models run as `runtime` says, for runtimes that forbid compiling from bytes. */
export function defineBoosting(runtime: BoostingRuntime): typeof gradientBoosting {
  return {
    ...gradientBoosting,
    create: (options) => new GradientBoosting({ ...runtime, ...options }),
    fromBytes: (bytes) => GradientBoosting.fromBytes(bytes, runtime),
  };
}

function resolveOptions(options: unknown): Resolved {
  return resolveRegressionOptions(BOOSTING_OPTIONS, options);
}
