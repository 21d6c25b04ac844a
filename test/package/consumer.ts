/** Type-checked as a program that uses the installed package; never run. */
import {
  type ClusterDescription,
  type ClusteringOptions,
  ElementsClustering,
  ElementsClusteringError,
  type Evaluation,
  type Explanation,
  type Input,
  type ModelStore,
  type Progress,
  type RowsOfNumbers,
} from 'elements-clustering';
import { createRegistry, defineClustering, type Estimator, type EstimatorDefinition, type Scores } from 'elements-clustering/estimators';
import { createFileStore } from 'elements-clustering/file-store';
import { createIdbStore, requestPersistence } from 'elements-clustering/idb-store';
import { externalScores, type Quality, quality } from 'elements-clustering/metrics';
import { type Coefficient, GradientBoosting, gradientBoosting, LinearRegression, linearRegression } from 'elements-clustering/regression';
import { connectWorker, type FittedState, type WorkerModel } from 'elements-clustering/worker-client';

const options: ClusteringOptions = { k: 'auto', metric: 'cosine', features: { weights: { tag: 2 } } };
const stores: ModelStore[] = [createIdbStore(), createFileStore('models')];
const inputs: Input[] = [[{ type: 'a', depth: 3 }], [[1, 2]], [new Float32Array(2)], { data: [1, 2], rows: 1, columns: 2 }];

const shardWorker = (): Worker => new Worker(new URL('elements-clustering/shard-worker', import.meta.url), { type: 'module' });

export async function useClass(signal: AbortSignal): Promise<[Int32Array, RowsOfNumbers, Evaluation]> {
  const onProgress = ({ phase, done }: Progress): void => console.log(phase, done.toFixed(2));
  const model = await new ElementsClustering({ ...options, store: stores[0], engine: 'auto' }).fit(inputs[0], { onProgress, signal });
  await new ElementsClustering({ workers: 2, createWorker: shardWorker }).fit(inputs[1]);
  ElementsClustering.closeWorkers();
  await model.save('shop');
  const loaded = await ElementsClustering.load('shop', { store: stores[0] });
  return [await loaded.predict(inputs[0]), await loaded.transform(inputs[0]), await loaded.evaluate(inputs[0], { truth: ['x'] })];
}

export async function useScores(): Promise<[Quality, number]> {
  const labels = await new ElementsClustering({ criterion: 'elbow' }).fit(inputs[1]).then((model) => model.predict(inputs[1]));
  return [await quality([{ type: 'a' }], labels, { reference: [{ type: 'b' }] }), externalScores(['x'], labels).purity];
}

export async function tell(model: ElementsClustering | WorkerModel): Promise<string[]> {
  const clusters: ClusterDescription[] = await model.describe();
  const { fields, rival, unseen }: Explanation = await model.explain({ type: 'a' });
  await model.explain([1, 2]);
  const pulls = fields.map(({ field, contribution, parts }) => `${field} ${contribution.toFixed(2)} ${parts[0]?.family}`);
  return [...clusters.map(({ name, selector }) => selector ?? name), ...pulls, `${rival?.name}`, ...unseen.map(({ field }) => field)];
}

export async function useWorker(): Promise<FittedState | undefined> {
  const worker = new Worker(new URL('elements-clustering/worker', import.meta.url), { type: 'module' });
  const clustering = connectWorker(worker);
  try {
    const model: WorkerModel = await clustering.create({ ...options, store: stores[0] });
    await model.fit(inputs[1], { weights: [1], onProgress: ({ done }) => console.log(done) });
    await requestPersistence();
    return await model.state();
  } catch (error) {
    if (error instanceof ElementsClusteringError && error.code === 'INVALID_INPUT') console.log(error.details.row);
    return undefined;
  } finally {
    clustering.close();
  }
}

export async function useEstimators(own: EstimatorDefinition): Promise<[Scores, readonly Coefficient[], number]> {
  const registry = createRegistry([defineClustering(ElementsClustering), linearRegression, gradientBoosting]).register(own);
  const model: Estimator = await registry.create('gradient-boosting', { target: 'price' }).fit([{ size: 1, price: 2 }]);
  const linear = await new LinearRegression({ target: 'price', logTarget: true, l2: 1 }).fit([{ size: 1, price: 2 }]);
  const trees = GradientBoosting.fromBytes(model.toBytes());
  return [await registry.fromBytes(model.toBytes()).evaluate([]), linear.coefficients, trees.predictOne({ size: 1 })];
}

// @ts-expect-error a regression without a target is refused
new GradientBoosting({ trees: 100 });

// @ts-expect-error a metric that does not exist is refused
new ElementsClustering({ metric: 'manhattan' });
