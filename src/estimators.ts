// Estimators of every type behind one interface: what a program needs to keep a set of them, and to add one of its own.
export { type ClusteringClass, ClusteringEstimator, type ClusteringModel, defineClustering } from './clustering-estimator.ts';
export { CorruptModelError, ElementsClusteringError, type ErrorCode, type ErrorDetails } from './core/errors.ts';
export type { ElementRecord, Progress } from './core/types.ts';
export type {
  Estimator,
  EstimatorDefinition,
  EstimatorEvaluateOptions,
  EstimatorFitOptions,
  FieldSchema,
  OptionSchema,
  OptionsSchema,
  OptionType,
  Schema,
  Scores,
  SearchRange,
  SearchSpace,
  Task,
} from './estimators/estimator.ts';
export { type Container, packContainer, unpackContainer } from './model/container.ts';
export type { JsonObject, JsonValue } from './model/json.ts';
export { createRegistry, type EstimatorRegistry } from './model/registry.ts';
export type { TypedArray } from './model/sections.ts';
