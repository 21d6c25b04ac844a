/** A type of estimator of a program's own: the mean of the target by the levels of one field. */
import {
  CorruptModelError,
  type ElementRecord,
  type Estimator,
  type EstimatorDefinition,
  packContainer,
  type Scores,
  unpackContainer,
} from '../../src/estimators.ts';
import { regressionScores } from '../../src/regression.ts';

interface MeanOptions {
  readonly target: string;
  readonly by?: string;
  readonly weight?: number;
}

type Means = Readonly<Record<string, number>>;

class MeanEstimator implements Estimator {
  readonly type = 'mean';
  readonly task = 'regression';
  readonly #options: MeanOptions;
  #means: Means;

  constructor(options: MeanOptions, means: Means = {}) {
    this.#options = options;
    this.#means = means;
  }

  async fit(records: readonly ElementRecord[]): Promise<this> {
    const { target, weight = 0 } = this.#options;
    const groups = Map.groupBy(records, (record) => this.#levelOf(record));
    const mean = (some: readonly ElementRecord[]): number => some.reduce((sum, record) => sum + Number(record[target]), 0) / some.length;
    const all = mean(records);
    const shrunk = (some: readonly ElementRecord[]): number => (mean(some) * some.length + all * weight) / (some.length + weight);
    this.#means = { ...Object.fromEntries(Array.from(groups, ([level, some]) => [level, shrunk(some)])), '': all };
    return this;
  }

  async predict(records: readonly ElementRecord[]): Promise<Float64Array> {
    return Float64Array.from(records, (record) => this.#means[this.#levelOf(record)] ?? this.#means['']);
  }

  async evaluate(records: readonly ElementRecord[]): Promise<Scores> {
    const truth = records.map((record) => Number(record[this.#options.target]));
    return { ...regressionScores(truth, await this.predict(records)) };
  }

  toBytes(): Uint8Array {
    return packContainer({ type: this.type, options: { ...this.#options }, means: this.#means }, {});
  }

  get schema(): Estimator['schema'] {
    const { target, by = '' } = this.#options;
    return { fields: [{ name: by, kind: 'category' }], target };
  }

  #levelOf(record: ElementRecord): string {
    return String(record[this.#options.by ?? ''] ?? '');
  }
}

const definition: EstimatorDefinition<MeanOptions> = {
  type: 'mean',
  task: 'regression',
  description: 'The mean of the target by the levels of a field.',
  options: {
    type: 'object',
    properties: {
      target: { description: 'The field to predict.', type: 'string' },
      by: { description: 'The field whose levels have means of their own.', type: 'string' },
      weight: { description: 'Records of the mean of all that each level has besides its own.', type: 'number', default: 0 },
    },
    required: ['target'],
    additionalProperties: false,
  },
  searchSpace: { weight: { kind: 'number', least: 0.01, most: 100, scale: 'log' } },
  create: (options) => new MeanEstimator(options),
  fromBytes(bytes) {
    const { header } = unpackContainer(bytes);
    if (header.type !== 'mean') throw new CorruptModelError('damaged model: not of means');
    return new MeanEstimator(header.options as unknown as MeanOptions, header.means as Means);
  },
};

export default definition;

/** Where this module is, for configurations. */
export const MODULE = import.meta.filename;
