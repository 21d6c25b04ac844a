import { wholeIn } from './core/check-option.ts';
import { ElementsClusteringError, invalidOption } from './core/errors.ts';
import { type CheckedInput, checkInput } from './core/input.ts';
import { lazily } from './core/lazily.ts';
import { createPace } from './core/pace.ts';
import type { Input, Matrix, ModelStore } from './core/types.ts';
import type { EngineName, Kernel } from './engine/kernel.ts';
import { checkKind, toNumeric } from './estimators/clustering.ts';
import type { Estimate, EstimateRequest } from './estimators/estimate.ts';
import type { Evaluation, EvaluationOptions } from './estimators/evaluate.ts';
import type { FitOptions } from './estimators/fit.ts';
import { glance, mayBeTooLarge } from './estimators/glance.ts';
import { type ClusteringOptions, type ResolvedClusteringOptions, resolveClusteringOptions } from './estimators/options.ts';
import { labelRows } from './estimators/update/label-rows.ts';
import type { RowsOfNumbers } from './fitted-model.ts';
import { LastingLabels } from './lasting-labels.ts';
import { bring, filledIn, type NumericInput, project } from './matrix/space.ts';
import { packClustering, unpackClustering } from './model/clustering-file.ts';
import type { ClusterDescription } from './model/describe/describe.ts';
import type { ExplainedRow, Explanation } from './model/describe/explain.ts';
import type { OpenModel } from './model/lasting.ts';
import type { DescribedClustering } from './model/profile.ts';
import { ModelEngine } from './model-engine.ts';
import type { WorkerPool, Workers } from './parallel/workers.ts';
import type { RuntimeOptions } from './runtime-options.ts';

/** All that is told of clusters, which a page loads when it first fits, describes or explains. */
const telling = lazily(() => import('./model/describe/index.ts'));
const fitting = lazily(() => import('./estimators/fit.ts'));
const evaluating = lazily(() => import('./estimators/evaluate.ts'));

/** Finds the groups in records or rows of numbers, and keeps what it found as a model. */
export class ElementsClustering extends LastingLabels {
  readonly #options: ResolvedClusteringOptions;
  readonly #runtime: RuntimeOptions;
  readonly #workers: Workers | undefined;
  readonly #engine: ModelEngine;
  #state: DescribedClustering | undefined;

  /**
   * An unfitted model.
   * @throws `INVALID_OPTION` naming the option, what was expected and what came.
   */
  constructor(options: ClusteringOptions & RuntimeOptions = {}) {
    super();
    const { engine, wasmModule, store, workers = 1, createWorker, ...clustering } = options;
    this.#options = resolveClusteringOptions(clustering);
    this.#runtime = { engine, wasmModule, store };
    this.#engine = new ModelEngine(engine, wasmModule);
    const count = wholeIn('workers', workers, 1, 1024);
    const Class = this.constructor as typeof ElementsClustering;
    this.#workers = count > 1 ? Class.workerPool().workers({ count, createWorker, wasmModule }) : undefined;
  }

  /** Where models go when no store is given; each entry of the package has its own. */
  protected static defaultStore(): ModelStore | Promise<ModelStore> {
    throw new ElementsClusteringError('INVALID_OPTION', 'no store: expected the option store', {
      field: 'store',
      expected: 'a ModelStore',
    });
  }

  /**
   * The workers of this runtime; each entry of the package has its own.
   * @internal
   */
  protected static workerPool(): WorkerPool {
    throw invalidOption('workers', '1 where the runtime has no workers', 'more');
  }

  /**
   * Ends all workers that fits have started. Fits that use them reject with `ABORTED`; the next fit with the option `workers` starts new ones.
   */
  static closeWorkers(): void {
    this.workerPool().close();
  }

  /**
   * Learns clusters from records or numeric rows; replaces what was learned before, and changes nothing when it throws. With `like`, a fitted model or
   * the bytes of one, rows are encoded as there instead of anew, so that the models can be merged.
   * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `TOO_LARGE` before any memory is taken, `ABORTED`, `ENGINE_UNAVAILABLE`;
   * `WORKER_FAILED` when a worker could not start or ended, after which the next fit starts another.
   */
  async fit(input: Input, { like, ...options }: FitOptions & { readonly like?: ElementsClustering | Uint8Array } = {}): Promise<this> {
    const seen = glance(input);
    if (seen && mayBeTooLarge(seen)) (await import('./estimators/shape.ts')).refuseTooLarge(seen, this.#options, this.#runtime.engine);
    const checked = checkInput(input);
    const model = like && (like instanceof ElementsClustering ? like.#fitted() : unpackClustering(like).clustering);
    return this.inTurn(async () => {
      const [kernel, { fitClustering }, { describeFit }] = await Promise.all([this.#engine.load(), fitting(), telling()]);
      const fit = await fitClustering(kernel, checked, this.#options, { ...options, like: model }, this.#workers);
      this.#replace(await describeFit(fit, checked, createPace(options.signal)));
      return this;
    });
  }

  /**
   * Memory and time that a fit with this model's options would take, from the rows or from their shape alone; nothing is fitted. The time is a
   * rough order of magnitude.
   * @throws `INVALID_INPUT` naming what is wrong with the rows or the shape.
   */
  async estimate(input: Input | EstimateRequest): Promise<Estimate> {
    const { estimateFit } = await import('./estimators/estimate.ts');
    return estimateFit(input, this.#options, this.#runtime.engine);
  }

  /**
   * The label of each row: the one it was ever given, by fit or update, else that of the nearest cluster, of equally near ones the lowest. With the
   * option `unknown` -1 for rows that never got one and lie beyond the radius of the nearest cluster.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field.
   */
  async predict(input: Input): Promise<Int32Array> {
    const kernel = await this.#engine.load();
    const state = this.#fitted();
    const rows = bring(this.#numeric(checkInput(input)), state.space);
    return labelRows(state, rows, this.#engine.predictors(kernel, state), this.#options.unknown);
  }

  /**
   * The distance of each row to each centroid (rows × centroids): euclidean (not squared) in the units of the data, or 1 − cosine.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field.
   */
  async transform(input: Input): Promise<RowsOfNumbers> {
    const kernel = await this.#engine.load();
    const { space, k } = this.#fitted();
    const matrix = this.#matrix(checkInput(input), kernel);
    const distances = this.#engine.predictors(kernel, this.#fitted()).now().distances(matrix);
    const data = space.metric === 'cosine' ? distances : distances.map((squared) => Math.sqrt(squared) / space.scale);
    return { data, rows: matrix.rows, columns: k };
  }

  /**
   * Scores of the clusters on these rows: inertia, silhouette, Davies-Bouldin and Calinski-Harabasz, of each cluster too and on request of each row;
   * for records Q; where the truth is given, agreement with it.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `TOO_LARGE` for a contingency table beyond 2²⁴ cells, `ABORTED`.
   */
  async evaluate(input: Input, options: EvaluationOptions = {}): Promise<Evaluation> {
    const [kernel, { evaluateClustering }] = await Promise.all([this.#engine.load(), evaluating()]);
    const clustering = this.#fitted();
    const checked = checkInput(input);
    const numeric = this.#numeric(checked);
    const matrix = project(numeric, clustering.space, kernel);
    const labels = labelRows(clustering, matrix, this.#engine.predictors(kernel, clustering), this.#options.unknown);
    return evaluateClustering(kernel, { checked, numeric, matrix, labels }, clustering, options);
  }

  /**
   * Every cluster in the user's own fields, by label: name, size, typical values, what sets it apart, an example, and for DOM elements a CSS selector.
   * Plain JSON data.
   * @throws `NOT_FITTED`
   */
  async describe(): Promise<ClusterDescription[]> {
    const state = this.#fitted();
    return (await telling()).describeModel(state);
  }

  /**
   * Why one record or row of numbers has its label: the fields that pull it to its cluster, the nearest rival and the fields that push to it, and what of
   * the record the model has never seen. Plain JSON data.
   * @throws `NOT_FITTED`, `INVALID_INPUT`.
   */
  async explain(row: ExplainedRow): Promise<Explanation> {
    const [kernel, { explainRow }] = await Promise.all([this.#engine.load(), telling()]);
    const state = this.#fitted();
    const isSparse = state.encoder === null && Object(row) === row && 'offsets' in row;
    const input = checkInput((isSparse ? row : [row]) as Input);
    const matrix = this.#matrix(input, kernel);
    const [label] = labelRows(state, matrix, this.#engine.predictors(kernel, this.#fitted()), this.#options.unknown);
    return explainRow(state, input, matrix, label);
  }

  /**
   * Keeps the model under a name; resolves once it would survive a crash.
   * @throws `NOT_FITTED`, `INVALID_NAME`, `STORE_FAILED`.
   */
  async save(name: string): Promise<void> {
    const bytes = this.toBytes();
    const { store = await (this.constructor as typeof ElementsClustering).defaultStore() } = this.#runtime;
    await store.set(name, bytes);
  }

  /**
   * The model saved last under a name.
   * @throws `MODEL_NOT_FOUND`, `CORRUPT_MODEL`, `INVALID_NAME`, `STORE_FAILED`.
   */
  static async load(name: string, runtime: RuntimeOptions = {}): Promise<ElementsClustering> {
    const bytes = await (runtime.store ?? (await this.defaultStore())).get(name);
    if (bytes === undefined) throw new ElementsClusteringError('MODEL_NOT_FOUND', `no model is saved under ${JSON.stringify(name)}`);
    return this.fromBytes(bytes, runtime);
  }

  /** The model as one array of bytes; the same fit gives the same bytes in every runtime. Throws `NOT_FITTED`. */
  toBytes(): Uint8Array {
    return packClustering({ clustering: this.#fitted(), options: this.#options });
  }

  /** A fitted model from its bytes, wherever they were made. Throws `CORRUPT_MODEL`. */
  static fromBytes(bytes: Uint8Array, runtime: RuntimeOptions = {}): ElementsClustering {
    const { clustering, options } = unpackClustering(bytes);
    const model = new this({ ...options, ...runtime });
    model.#state = clustering;
    return model;
  }

  /** The engine that runs this model: `'wasm'` or `'reference'`; undefined until the first call that needs one. */
  get engine(): EngineName | undefined {
    return this.#engine.name;
  }

  /** @internal */
  protected override clustering(): DescribedClustering {
    return this.#fitted();
  }

  /** @internal */
  protected override async open(): Promise<OpenModel> {
    const kernel = await this.#engine.load();
    return {
      state: this.#fitted(),
      unknown: this.#options.unknown,
      project: (input) => this.#matrix(input, kernel),
      predictors: this.#engine.predictors(kernel, this.#fitted()),
      replace: (state) => this.#replace(state),
    };
  }

  #replace(state: DescribedClustering): void {
    this.#engine.change(this.#state, state);
    this.#state = state;
  }

  #fitted(): DescribedClustering {
    if (this.#state === undefined) throw new ElementsClusteringError('NOT_FITTED', 'the model is not fitted: call fit or load first');
    return this.#state;
  }

  #matrix(input: CheckedInput, kernel: Kernel): Matrix {
    return project(this.#numeric(input), this.#fitted().space, kernel);
  }

  #numeric(input: CheckedInput): NumericInput {
    const { encoder, space } = this.#fitted();
    checkKind(input, encoder);
    return toNumeric(filledIn(input, space), encoder);
  }
}
