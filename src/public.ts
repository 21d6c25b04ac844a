// What every entry of the package offers, whatever the runtime.
export { CorruptModelError, ElementsClusteringError, type ErrorCode, type ErrorDetails } from './core/errors.ts';
export type {
  ElementRecord,
  FlatRows,
  Input,
  Metric,
  ModelStore,
  Progress,
  SparseRows,
  Warning,
} from './core/types.ts';
export type { RowsOfNumbers, RuntimeOptions } from './elements-clustering.ts';
export type { EngineName } from './engine/kernel.ts';
export type { EngineChoice } from './engine/load.ts';
export type { Estimate, EstimateRequest } from './estimators/estimate.ts';
export type { Evaluation, EvaluationOptions } from './estimators/evaluate.ts';
export type { FitOptions } from './estimators/fit.ts';
export type { Algorithm, ClusteringOptions } from './estimators/options.ts';
export type { FeatureMode, FeatureOptions, FeatureWeights, FieldKind } from './features/types.ts';
export { type ExternalScores, externalScores } from './metrics/external.ts';
export type { WebWorker } from './parallel/workers.ts';
