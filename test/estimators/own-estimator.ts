// An estimator as a program outside the package would write it: the mean of the target, whatever else a record holds.
import {
  type ElementRecord,
  ElementsClusteringError,
  type Estimator,
  type EstimatorDefinition,
  packContainer,
  type Schema,
  type Scores,
  unpackContainer,
} from '../../src/estimators.ts';

class MeanEstimator implements Estimator {
  readonly type = 'mean';
  readonly task = 'regression';
  readonly #target: string;
  #mean: number | undefined;

  constructor(target: string, mean?: number) {
    this.#target = target;
    this.#mean = mean;
  }

  async fit(records: readonly ElementRecord[]): Promise<this> {
    this.#mean = records.reduce((sum, record) => sum + Number(record[this.#target]), 0) / records.length;
    return this;
  }

  async predict(records: readonly ElementRecord[]): Promise<Float64Array> {
    return new Float64Array(records.length).fill(this.#fitted());
  }

  async evaluate(records: readonly ElementRecord[]): Promise<Scores> {
    const error = (record: ElementRecord): number => Math.abs(Number(record[this.#target]) - this.#fitted());
    return { meanAbsoluteError: records.reduce((sum, record) => sum + error(record), 0) / records.length };
  }

  toBytes(): Uint8Array {
    return packContainer({ type: this.type, target: this.#target, mean: this.#fitted() }, {});
  }

  get schema(): Schema {
    return { fields: [], target: this.#target };
  }

  #fitted(): number {
    if (this.#mean === undefined) throw new ElementsClusteringError('NOT_FITTED', 'the model is not fitted');
    return this.#mean;
  }
}

export const mean: EstimatorDefinition<{ target: string }> = {
  type: 'mean',
  task: 'regression',
  description: 'The mean of the target.',
  options: {
    type: 'object',
    properties: { target: { description: 'The field to predict.', type: 'string' } },
    required: ['target'],
    additionalProperties: false,
  },
  searchSpace: {},
  create: ({ target }) => new MeanEstimator(target),
  fromBytes(bytes) {
    const { target, mean } = unpackContainer(bytes).header;
    return new MeanEstimator(String(target), Number(mean));
  },
};
