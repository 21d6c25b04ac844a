// Regression of a field of records on the others, in every runtime.
export { CorruptModelError, ElementsClusteringError, type ErrorCode, type ErrorDetails } from './core/errors.ts';
export type { ElementRecord, Progress } from './core/types.ts';
export type { BoostingOptions, BoostingSettings } from './estimators/boosting/options.ts';
export type {
  Estimator,
  EstimatorDefinition,
  EstimatorEvaluateOptions,
  EstimatorFitOptions,
  FieldSchema,
  Schema,
  Scores,
} from './estimators/estimator.ts';
export type { LinearOptions } from './estimators/linear/options.ts';
export type { RegressionOptions } from './estimators/regression/options.ts';
export type { FrameOptions, Unknown } from './features/frame/types.ts';
export { type BoostingRuntime, defineBoosting, type FieldImportance, GradientBoosting, gradientBoosting } from './gradient-boosting.ts';
export { type Coefficient, LinearRegression, linearRegression } from './linear-regression.ts';
export { type RegressionScores, regressionScores } from './metrics/regression.ts';
export type { RegressionEvaluation } from './regressor.ts';
