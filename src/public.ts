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
export type { EngineName } from './engine/kernel.ts';
export type { EngineChoice } from './engine/load.ts';
export type { CurvePoint } from './estimators/auto-k.ts';
export type { Estimate, EstimateRequest } from './estimators/estimate.ts';
export type { Evaluation, EvaluationOptions } from './estimators/evaluate.ts';
export type { FitOptions } from './estimators/fit.ts';
export type { Algorithm, ClusteringOptions, Criterion } from './estimators/options.ts';
export type { Assignment } from './estimators/update/assign.ts';
export type { LineageEntry } from './estimators/update/ledger.ts';
export type { MergeOptions } from './estimators/update/merge-models.ts';
export type { UpdateOptions } from './estimators/update/update.ts';
export type { ColumnDescription, Family, FeatureMode, FeatureOptions, FeatureWeights, FieldKind } from './features/types.ts';
export type { RowsOfNumbers } from './fitted-model.ts';
export type { ClusterScores, NearestCluster } from './metrics/cluster-scores.ts';
export type { Contingency, Label } from './metrics/contingency.ts';
export type { ExternalScores } from './metrics/external.ts';
export type { InternalScores, RecordScores } from './metrics/internal.ts';
export type { Quality } from './metrics/quality.ts';
export type { ScoringOptions } from './metrics/scoring.ts';
export type { Trait } from './model/describe/contrast.ts';
export type { ClusterDescription, FieldDescription, NumberDescription } from './model/describe/describe.ts';
export type { ExplainedRow, Explanation, FieldContribution, PartContribution, Rival } from './model/describe/explain.ts';
export type { UnseenValue } from './model/describe/unseen.ts';
export type { ModelMerge, NewCluster, Update } from './model/lasting.ts';
export type { WebWorker } from './parallel/workers.ts';
export type { RuntimeOptions } from './runtime-options.ts';
