import { wholeIn } from './core/check-option.ts';
import { ElementsClusteringError, invalidInput, invalidOption } from './core/errors.ts';
import { type CheckedInput, checkInput } from './core/input.ts';
import { createPace } from './core/pace.ts';
import type { Input, Matrix, ModelStore, Warning } from './core/types.ts';
import type { EngineName, Kernel, Predictor } from './engine/kernel.ts';
import { loadKernel } from './engine/load.ts';
import type { CurvePoint } from './estimators/auto-k.ts';
import type { Estimate, EstimateRequest } from './estimators/estimate.ts';
import type { Evaluation, EvaluationOptions } from './estimators/evaluate.ts';
import { type FitOptions, fitClustering, toNumeric } from './estimators/fit.ts';
import { type ClusteringOptions, type ResolvedClusteringOptions, resolveClusteringOptions } from './estimators/options.ts';
import { glance, refuseTooLarge } from './estimators/shape.ts';
import { type NumericInput, project, unproject } from './matrix/space.ts';
import { packClustering, unpackClustering } from './model/clustering-file.ts';
import type { ClusterDescription } from './model/describe/describe.ts';
import type { ExplainedRow, Explanation } from './model/describe/explain.ts';
import type { DescribedClustering } from './model/profile.ts';
import type { WorkerPool, Workers } from './parallel/workers.ts';
import type { RuntimeOptions } from './runtime-options.ts';

/** All that is told of clusters, which a page loads when it first fits, describes or explains. */
const telling = () => import('./model/describe/index.ts');

/** Numbers in rows, row-major. */
export interface RowsOfNumbers {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Finds the groups in records or rows of numbers, and keeps what it found as a model. */
export class ElementsClustering {
  readonly #options: ResolvedClusteringOptions;
  readonly #runtime: RuntimeOptions;
  readonly #workers: Workers | undefined;
  #kernel: Promise<Kernel> | undefined;
  #engine: EngineName | undefined;
  #state: DescribedClustering | undefined;
  /** The centroids of the state, ready in the engine's memory. */
  #predictor: Predictor | undefined;

  /**
   * An unfitted model.
   * @throws `INVALID_OPTION` naming the option, what was expected and what came.
   */
  constructor(options: ClusteringOptions & RuntimeOptions = {}) {
    const { engine, wasmModule, store, workers = 1, createWorker, ...clustering } = options;
    this.#options = resolveClusteringOptions(clustering);
    this.#runtime = { engine, wasmModule, store };
    const count = wholeIn('workers', workers, 1, 1024);
    const Class = this.constructor as typeof ElementsClustering;
    this.#workers = count > 1 ? Class.workerPool().workers({ count, createWorker, wasmModule }) : undefined;
  }

  /** Where models go when no store is given; each entry of the package has its own. */
  protected static defaultStore(): ModelStore {
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
   * Learns clusters from records or numeric rows; replaces what was learned before, and changes nothing when it throws.
   * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `TOO_LARGE` before any memory is taken, `ABORTED`, `ENGINE_UNAVAILABLE`;
   * `WORKER_FAILED` when a worker could not start or ended, after which the next fit starts another.
   */
  async fit(input: Input, options: FitOptions = {}): Promise<this> {
    const seen = glance(input);
    if (seen) refuseTooLarge(seen, this.#options, this.#runtime.engine);
    const checked = checkInput(input);
    const fit = await fitClustering(await this.#loadKernel(), checked, this.#options, options, this.#workers);
    const { describeFit } = await telling();
    this.#state = await describeFit(fit, checked, createPace(options.signal));
    this.#predictor?.close();
    this.#predictor = undefined;
    return this;
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
   * The label of each row's nearest cluster, 0 to k − 1; of equally near ones the lowest.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field.
   */
  async predict(input: Input): Promise<Int32Array> {
    const kernel = await this.#loadKernel();
    return this.#openPredictor(kernel).labels(this.#matrix(checkInput(input), kernel));
  }

  /**
   * The distance of each row to each cluster (rows × k): euclidean (not squared) in the units of the data, or 1 − cosine.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field.
   */
  async transform(input: Input): Promise<RowsOfNumbers> {
    const kernel = await this.#loadKernel();
    const { space, k } = this.#fitted();
    const matrix = this.#matrix(checkInput(input), kernel);
    const distances = this.#openPredictor(kernel).distances(matrix);
    const data = space.metric === 'cosine' ? distances : distances.map((squared) => Math.sqrt(squared) / space.scale);
    return { data, rows: matrix.rows, columns: k };
  }

  /**
   * Scores of the clusters on these rows: inertia, silhouette, Davies-Bouldin and Calinski-Harabasz, of each cluster too and on request of each row;
   * for records Q; where the truth is given, agreement with it.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `TOO_LARGE` for a contingency table beyond 2²⁴ cells, `ABORTED`.
   */
  async evaluate(input: Input, options: EvaluationOptions = {}): Promise<Evaluation> {
    const [kernel, { evaluateClustering }] = await Promise.all([this.#loadKernel(), import('./estimators/evaluate.ts')]);
    const clustering = this.#fitted();
    const checked = checkInput(input);
    const numeric = this.#numeric(checked);
    const matrix = project(numeric, clustering.space, kernel);
    const labels = this.#openPredictor(kernel).labels(matrix);
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
    const [kernel, { explainRow }] = await Promise.all([this.#loadKernel(), telling()]);
    const state = this.#fitted();
    const isSparse = state.encoder === null && Object(row) === row && 'offsets' in row;
    const input = checkInput((isSparse ? row : [row]) as Input);
    return explainRow(state, input, this.#matrix(input, kernel));
  }

  /**
   * Keeps the model under a name; resolves once it would survive a crash.
   * @throws `NOT_FITTED`, `INVALID_NAME`, `STORE_FAILED`.
   */
  async save(name: string): Promise<void> {
    const { store = (this.constructor as typeof ElementsClustering).defaultStore() } = this.#runtime;
    await store.set(name, this.toBytes());
  }

  /**
   * The model saved last under a name.
   * @throws `MODEL_NOT_FOUND`, `CORRUPT_MODEL`, `INVALID_NAME`, `STORE_FAILED`.
   */
  static async load(name: string, runtime: RuntimeOptions = {}): Promise<ElementsClustering> {
    const bytes = await (runtime.store ?? this.defaultStore()).get(name);
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
    return this.#engine;
  }

  /** Labels of the training rows. */
  get labels(): Int32Array {
    return this.#fitted().labels.slice();
  }

  /** Centroids, k × columns, in the units of the data; for records in the columns of the encoding. */
  get centroids(): RowsOfNumbers {
    const { centroids, space, k } = this.#fitted();
    return { data: unproject(centroids, space), rows: k, columns: space.columns };
  }

  /** Training weight of each cluster: the number of its rows where no weights were given. */
  get counts(): Float64Array {
    return this.#fitted().counts.slice();
  }

  /** The objective: sum over the training rows of weight × squared distance (or 1 − cosine) to the own centroid. */
  get inertia(): number {
    return this.#fitted().inertia;
  }

  /** Iterations of the start that was kept. */
  get iterations(): number {
    return this.#fitted().iterations;
  }

  /** Number of clusters that were found; fewer than asked for only where fewer rows differ. */
  get effectiveK(): number {
    return this.#fitted().k;
  }

  /** What `k: 'auto'` looked at: a point for each number of clusters, rising; null where k was given. */
  get curve(): readonly CurvePoint[] | null {
    return this.#fitted().curve;
  }

  /** What the fit met that its user should know. */
  get warnings(): readonly Warning[] {
    return this.#fitted().warnings;
  }

  #fitted(): DescribedClustering {
    if (this.#state === undefined) throw new ElementsClusteringError('NOT_FITTED', 'the model is not fitted: call fit or load first');
    return this.#state;
  }

  #matrix(input: CheckedInput, kernel: Kernel): Matrix {
    return project(this.#numeric(input), this.#fitted().space, kernel);
  }

  #numeric(input: CheckedInput): NumericInput {
    const { encoder } = this.#fitted();
    if ((input.kind === 'records') !== (encoder !== null)) {
      const expected = encoder ? 'records, as in fit' : 'rows of numbers, as in fit';
      throw invalidInput('another kind of rows', { row: 0, expected, received: input.kind === 'records' ? 'a record' : 'numbers' });
    }
    return toNumeric(input, encoder);
  }

  #openPredictor(kernel: Kernel): Predictor {
    const { centroids, k, space } = this.#fitted();
    this.#predictor ??= kernel.openPredictor(centroids, k, space.columns, space.metric);
    return this.#predictor;
  }

  async #loadKernel(): Promise<Kernel> {
    this.#kernel ??= loadKernel(this.#runtime.engine, this.#runtime.wasmModule);
    const kernel = await this.#kernel;
    this.#engine = kernel.name;
    return kernel;
  }
}
