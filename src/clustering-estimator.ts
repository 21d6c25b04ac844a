import type { ElementRecord } from './core/types.ts';
import type {
  Estimator,
  EstimatorDefinition,
  EstimatorEvaluateOptions,
  EstimatorFitOptions,
  FieldSchema,
  OptionsSchema,
  Schema,
  Scores,
  SearchSpace,
} from './estimators/estimator.ts';
import type { Evaluation, EvaluationOptions } from './estimators/evaluate.ts';
import type { FitOptions } from './estimators/fit.ts';
import type { ClusteringOptions } from './estimators/options.ts';
import type { EncoderState } from './features/types.ts';
import { unpackContainer } from './model/container.ts';

/** The type in the header of a clustering's bytes. */
const TYPE = 'clustering';

/** The part of an `ElementsClustering` that makes an estimator of it. */
export interface ClusteringModel {
  fit(records: readonly ElementRecord[], options: FitOptions): Promise<unknown>;
  predict(records: readonly ElementRecord[]): Promise<Int32Array>;
  evaluate(records: readonly ElementRecord[], options: EvaluationOptions): Promise<Evaluation>;
  toBytes(): Uint8Array;
}

/** The class `ElementsClustering`, as far as it makes models; each entry of the package has one of its own. */
export interface ClusteringClass<Runtime extends object> {
  new (options?: ClusteringOptions & Runtime): ClusteringModel;
  fromBytes(bytes: Uint8Array, runtime?: Runtime): ClusteringModel;
}

/**
 * Clustering of records as an estimator: predictions are labels, scores those of the class that are one number, `quality` (Q) among them.
 * @param Class `ElementsClustering` of the entry that the program uses: its workers and engine are those of that runtime
 * @param runtime how its models run (`RuntimeOptions` of the class); the options of `create` go before these
 */
export function defineClustering<Runtime extends object>(
  Class: ClusteringClass<Runtime>,
  runtime?: Runtime,
): EstimatorDefinition<ClusteringOptions & Runtime> {
  return {
    type: TYPE,
    task: 'clustering',
    description: 'Groups of like records: k-means, or DP-means for records of many kinds.',
    options: OPTIONS,
    searchSpace: SEARCH_SPACE,
    create: (options) => new ClusteringEstimator(new Class({ ...(runtime as Runtime), ...options })),
    fromBytes: (bytes) => new ClusteringEstimator(Class.fromBytes(bytes, runtime)),
  };
}

/** A clustering as an {@link Estimator}. */
export class ClusteringEstimator implements Estimator {
  readonly type = TYPE;
  readonly task = 'clustering';
  readonly #model: ClusteringModel;

  constructor(model: ClusteringModel) {
    this.#model = model;
  }

  async fit(records: readonly ElementRecord[], { weights, onProgress, signal }: EstimatorFitOptions = {}): Promise<this> {
    await this.#model.fit(records, { weights, onProgress, signal });
    return this;
  }

  predict(records: readonly ElementRecord[]): Promise<Int32Array> {
    return this.#model.predict(records);
  }

  async evaluate(records: readonly ElementRecord[], { weights, signal }: EstimatorEvaluateOptions = {}): Promise<Scores> {
    const { quality, ...scores } = await this.#model.evaluate(records, { weights, signal });
    const single = Object.entries(scores).filter(
      (entry): entry is [string, number | null] => entry[1] === null || typeof entry[1] === 'number',
    );
    return { ...Object.fromEntries(single), quality: quality?.score ?? null };
  }

  toBytes(): Uint8Array {
    return this.#model.toBytes();
  }

  get schema(): Schema {
    // the class keeps its encoder to itself; its bytes have all of it
    const state = unpackContainer(this.#model.toBytes()).header.encoder as unknown as EncoderState | null;
    return { fields: state === null ? [] : fieldsOf(state), target: null };
  }
}

function fieldsOf(state: EncoderState): FieldSchema[] {
  if (state.layout === 'presence') return state.paths.map((name) => ({ name, kind: 'category' }));
  if (state.layout === 'tokens') return state.fields.map(({ path, kind }) => ({ name: path, kind }));
  return state.fields.map((field) =>
    field.kind === 'number'
      ? { name: field.path, kind: field.kind, missing: field.indicator }
      : { name: field.path, kind: field.kind, levels: field.values },
  );
}

const OPTIONS: OptionsSchema = {
  type: 'object',
  properties: {
    k: { description: "Number of clusters, or 'auto' to find it.", type: ['integer', 'string'], default: 'auto', minimum: 1 },
    algorithm: {
      description: 'How k clusters are searched for; exact, or for data too large to iterate on.',
      type: 'string',
      enum: ['lloyd', 'mini-batch', 'bisecting'],
      default: 'lloyd',
    },
    init: { description: 'How the first centroids are chosen.', type: 'string', enum: ['k-means++', 'random'], default: 'k-means++' },
    nInit: {
      description: 'Starts with different seeds, the best of which is kept.',
      type: 'integer',
      default: 1,
      minimum: 1,
      maximum: 10_000,
    },
    maxIterations: { description: 'Iterations of one start at most.', type: 'integer', default: 300, minimum: 1, maximum: 1_000_000 },
    tolerance: { description: 'Stop when the centroids move less.', type: 'number', default: 1e-4, minimum: 0, maximum: 1e6 },
    criterion: {
      description: "What k 'auto' chooses by; default: the distance threshold for records in the tokens layout, else the silhouette.",
      type: 'string',
      enum: ['silhouette', 'calinski-harabasz', 'davies-bouldin', 'elbow'],
    },
    metric: {
      description: "Default: 'cosine' for records in the tokens layout, else 'euclidean'.",
      type: 'string',
      enum: ['euclidean', 'cosine'],
    },
    seed: { description: 'All random choices follow from it.', type: 'integer', default: 0, minimum: 0, maximum: 2 ** 32 - 1 },
    features: { description: 'How records become rows.', type: ['string', 'object'], default: 'auto' },
    threshold: {
      description: "Distance at which k 'auto' in cosine token space founds a cluster.",
      type: 'number',
      default: 0.25,
      minimum: 0,
      maximum: 2,
    },
    maxClusters: { description: 'Most clusters that a criterion is tried on.', type: 'integer', default: 20, minimum: 2, maximum: 10_000 },
    unknown: { description: 'Let rows beyond the radius of the nearest cluster be unknown, -1.', type: 'boolean', default: false },
  },
  required: [],
  additionalProperties: false,
};

const SEARCH_SPACE: SearchSpace = {
  k: { kind: 'integer', least: 2, most: 20, scale: 'linear' },
  metric: { kind: 'choice', values: ['euclidean', 'cosine'] },
};
