import { ElementsClusteringError } from './core/errors.ts';
import { checkWeights } from './core/input.ts';
import { createPace, type Pace } from './core/pace.ts';
import type { ElementRecord, Progress } from './core/types.ts';
import type { Estimator, EstimatorEvaluateOptions, EstimatorFitOptions, Schema } from './estimators/estimator.ts';
import { checkRecords, type RegressionData, trainingData } from './estimators/regression/data.ts';
import type { RegressionOptions } from './estimators/regression/options.ts';
import { type FrameReader, openFrame } from './features/frame/read.ts';
import type { Frame } from './features/frame/types.ts';
import { type RegressionScores, regressionScores } from './metrics/regression.ts';

/** What every model of a regression has. */
export interface RegressionModel {
  readonly frame: Frame;
  readonly logTarget: boolean;
}

/** How a fit runs, and what else it may look at. */
export interface LearnOptions {
  readonly validation: readonly ElementRecord[] | undefined;
  readonly pace: Pace;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Predicts a row of the frame's values, one a field, NaN where missing. */
export type PredictRow = (row: Float64Array) => number;

/** Scores of a regression on records. */
export interface RegressionEvaluation extends RegressionScores {
  readonly rows: number;
  readonly [score: string]: number | null;
}

/** All that regressions of every type share: records in, numbers out. */
export abstract class Regressor<Options extends RegressionOptions, Model extends RegressionModel> implements Estimator {
  abstract readonly type: string;
  readonly task = 'regression';
  /** Checked, defaults filled in. */
  protected readonly options: Options;
  #model: Model | undefined;
  #reader: FrameReader | undefined;
  #predictRow: PredictRow | undefined;

  constructor(options: Options) {
    this.options = options;
  }

  /**
   * Learns from records; replaces what was learned before, and changes nothing when it throws.
   * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION` for options that the records do not bear out, `TOO_LARGE`, `ABORTED`,
   * `ENGINE_UNAVAILABLE`.
   */
  async fit(records: readonly ElementRecord[], { weights, validation, onProgress, signal }: EstimatorFitOptions = {}): Promise<this> {
    const pace = createPace(signal);
    await pace();
    onProgress?.({ phase: 'features', done: 0 });
    const data = await trainingData(records, this.options, weights, pace);
    this.take(await this.learn(data, { validation, pace, onProgress }));
    return this;
  }

  /**
   * The predicted target of each record.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field.
   */
  async predict(records: readonly ElementRecord[]): Promise<Float64Array> {
    const model = this.model;
    return this.predictColumns(model, this.#openReader().columns(checkRecords(records)));
  }

  /**
   * The predicted target of one record, at once; the same bits as `predict` gives.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming the field.
   */
  predictOne(record: ElementRecord): number {
    const [checked] = checkRecords([record]);
    this.#predictRow ??= this.rowPredictor(this.model);
    return this.#predictRow(this.#openReader().row(checked));
  }

  /**
   * How far predictions are from the targets of these records.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field, `ABORTED`.
   */
  async evaluate(records: readonly ElementRecord[], { weights, signal }: EstimatorEvaluateOptions = {}): Promise<RegressionEvaluation> {
    const pace = createPace(signal);
    await pace();
    const { columns, targets } = this.#openReader().both(checkRecords(records));
    const checked = checkWeights(weights, targets.length);
    const predicted = await this.predictColumns(this.model, columns);
    await pace();
    return { rows: targets.length, ...regressionScores(targets, predicted, checked) };
  }

  /** The model as bytes; the same fit gives the same bytes in every runtime. Throws `NOT_FITTED`. */
  abstract toBytes(): Uint8Array;

  /** The fields that are read, and the target. Throws `NOT_FITTED`. */
  get schema(): Schema {
    const { fields, target } = this.model.frame;
    return {
      fields: fields.map((field) => {
        const { name, kind, missing } = field;
        return field.kind === 'category' ? { name, kind, missing, levels: field.levels } : { name, kind, missing };
      }),
      target,
    };
  }

  /** What was learned. Throws `NOT_FITTED`. */
  protected get model(): Model {
    if (this.#model === undefined) throw new ElementsClusteringError('NOT_FITTED', 'the model is not fitted: call fit or fromBytes first');
    return this.#model;
  }

  protected abstract learn(data: RegressionData, options: LearnOptions): Promise<Model>;

  protected abstract rowPredictor(model: Model): PredictRow;

  /** The row predictor on rows given as one column a field, or what is faster. */
  protected abstract predictColumns(model: Model, columns: readonly Float64Array[]): Promise<Float64Array>;

  /** Makes a model this one's. */
  protected take(model: Model): void {
    this.#model = model;
    this.#reader = undefined;
    this.#predictRow = undefined;
  }

  #openReader(): FrameReader {
    this.#reader ??= openFrame(this.model.frame);
    return this.#reader;
  }
}
