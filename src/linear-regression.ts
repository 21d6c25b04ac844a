import type { EstimatorDefinition } from './estimators/estimator.ts';
import { fitLinear, type LinearModel } from './estimators/linear/fit.ts';
import { LINEAR_OPTIONS, LINEAR_SEARCH_SPACE, type LinearOptions } from './estimators/linear/options.ts';
import { linearPredictor } from './estimators/linear/predict.ts';
import { type Term, termsOf } from './estimators/linear/terms.ts';
import type { RegressionData } from './estimators/regression/data.ts';
import { resolveRegressionOptions } from './estimators/regression/options.ts';
import { predictEach } from './estimators/regression/target.ts';
import { LINEAR_TYPE, packLinear, unpackLinear } from './model/linear-file.ts';
import { type LearnOptions, type PredictRow, Regressor } from './regressor.ts';

/** What one column of the design adds to a prediction. */
export interface Coefficient {
  readonly field: string;
  /**
   * `number`: added once for each unit of the field. `level`: added where the field has that level, in comparison with its first. `others`: where it
   * has one too rare to be kept. `missing`: where it is missing; its number then counts as the mean.
   */
  readonly of: Term['of'];
  /** Of a level. */
  readonly level?: string;
  readonly value: number;
  /** The columns before it already say all that it could: its value is 0. */
  readonly dropped: boolean;
}

type Resolved = LinearOptions & { readonly l2: number };

/** Linear regression of a field on the others, by least squares or ridge; categories as one column a level but the first. */
export class LinearRegression extends Regressor<Resolved, LinearModel> {
  readonly type = LINEAR_TYPE;

  /**
   * An unfitted model.
   * @throws `INVALID_OPTION` naming the option, what was expected and what came.
   */
  constructor(options: LinearOptions) {
    super(resolveOptions(options));
  }

  /** A fitted model from its bytes, wherever they were made. Throws `CORRUPT_MODEL`. */
  static fromBytes(bytes: Uint8Array): LinearRegression {
    const { options, model } = unpackLinear(bytes, resolveOptions);
    const regression = new LinearRegression(options);
    regression.take(model);
    return regression;
  }

  /** What a prediction adds up from, in the target's unit (or its logarithm's): see {@link LinearRegression.coefficients}. Throws `NOT_FITTED`. */
  get intercept(): number {
    const { coefficients, means, center } = this.model;
    return coefficients.reduce((sum, value, i) => sum - value * means[i], center);
  }

  /** One a column of the design, fields in code-unit order. Throws `NOT_FITTED`. */
  get coefficients(): Coefficient[] {
    const { frame, coefficients, dropped } = this.model;
    return termsOf(frame).terms.map(({ field: position, of, level }, i) => {
      const field = frame.fields[position];
      const named = of === 'level' && field.kind === 'category' ? { level: field.levels[level] } : {};
      return { field: field.name, of, ...named, value: coefficients[i], dropped: dropped.includes(i) };
    });
  }

  toBytes(): Uint8Array {
    return packLinear(this.model, this.options);
  }

  protected async learn(data: RegressionData, { pace, onProgress }: LearnOptions): Promise<LinearModel> {
    const { l2, logTarget = false } = this.options;
    return fitLinear(data, { l2, logTarget }, pace, (done) => onProgress?.({ phase: 'iterating', done }));
  }

  protected rowPredictor(model: LinearModel): PredictRow {
    return linearPredictor(model);
  }

  protected async predictColumns(model: LinearModel, columns: readonly Float64Array[]): Promise<Float64Array> {
    return predictEach(linearPredictor(model), columns);
  }
}

/** {@link LinearRegression} for registries. */
export const linearRegression: EstimatorDefinition<LinearOptions> = {
  type: LINEAR_TYPE,
  task: 'regression',
  description: 'Linear regression: least squares, or ridge; every prediction can be read off its coefficients.',
  options: LINEAR_OPTIONS,
  searchSpace: LINEAR_SEARCH_SPACE,
  create: (options) => new LinearRegression(options),
  fromBytes: (bytes) => LinearRegression.fromBytes(bytes),
};

function resolveOptions(options: unknown): Resolved {
  return resolveRegressionOptions(LINEAR_OPTIONS, options);
}
