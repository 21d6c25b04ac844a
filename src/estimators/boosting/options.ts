import type { OptionsSchema, SearchSpace } from '../estimator.ts';
import { REGRESSION_OPTIONS, type RegressionOptions } from '../regression/options.ts';

/** How trees are grown and added up. */
export interface BoostingSettings {
  /** Trees at most (default 200). */
  readonly trees: number;
  /** What of each tree is added (default 0.1): with less, more trees are needed, and they generalise better (Friedman 2001). */
  readonly learningRate: number;
  /** Splits one below the other (default 6). */
  readonly maxDepth: number;
  /** Leaves of a tree; where given, trees grow where they gain most (leaf by leaf), else everywhere to their depth. */
  readonly maxLeaves?: number;
  /** Penalty on the size of leaf values (default 0). */
  readonly l1: number;
  /** Penalty on the square of leaf values (default 1). */
  readonly l2: number;
  /** Weight of the records that each side of a split needs (default 1). */
  readonly minChildWeight: number;
  /** What a split must gain: reduction of the penalised squared error (default 0). */
  readonly minGain: number;
  /** Share of the records that each tree is grown on (default 1). */
  readonly rowSampling: number;
  /** Share of the fields that each tree may split by (default 1). */
  readonly columnSampling: number;
  /** Bins of a field of numbers, that of missing values among them (default 256). */
  readonly maxBins: number;
  /** Stop once so many trees in a row did not lower the error on validation records (default 0: never), and keep the trees up to the best. */
  readonly earlyStopping: number;
  /** Share of the records held out for early stopping where no validation records are given (default 0.1). */
  readonly validationShare: number;
  /** Whole number that all random choices follow from (default 0). */
  readonly seed: number;
}

export type BoostingOptions = RegressionOptions & Partial<BoostingSettings>;

export const BOOSTING_OPTIONS: OptionsSchema = {
  type: 'object',
  properties: {
    ...REGRESSION_OPTIONS,
    trees: { description: 'Trees at most.', type: 'integer', default: 200, minimum: 1, maximum: 100_000 },
    learningRate: { description: 'What of each tree is added.', type: 'number', default: 0.1, minimum: 1e-6, maximum: 1 },
    maxDepth: { description: 'Splits one below the other.', type: 'integer', default: 6, minimum: 1, maximum: 32 },
    maxLeaves: {
      description: 'Leaves of a tree; where given, trees grow where they gain most.',
      type: 'integer',
      minimum: 2,
      maximum: 4096,
    },
    l1: { description: 'Penalty on the size of leaf values.', type: 'number', default: 0, minimum: 0, maximum: 1e9 },
    l2: { description: 'Penalty on the square of leaf values.', type: 'number', default: 1, minimum: 0, maximum: 1e9 },
    minChildWeight: {
      description: 'Weight of the records that each side of a split needs.',
      type: 'number',
      default: 1,
      minimum: 0,
      maximum: 1e9,
    },
    minGain: { description: 'What a split must gain.', type: 'number', default: 0, minimum: 0, maximum: 1e150 },
    rowSampling: { description: 'Share of the records that each tree is grown on.', type: 'number', default: 1, minimum: 0.01, maximum: 1 },
    columnSampling: {
      description: 'Share of the fields that each tree may split by.',
      type: 'number',
      default: 1,
      minimum: 0.01,
      maximum: 1,
    },
    maxBins: {
      description: 'Bins of a field of numbers, that of missing values among them.',
      type: 'integer',
      default: 256,
      minimum: 3,
      maximum: 256,
    },
    earlyStopping: {
      description: 'Stop once so many trees in a row did not lower the error on validation records; 0: never.',
      type: 'integer',
      default: 0,
      minimum: 0,
      maximum: 100_000,
    },
    validationShare: {
      description: 'Share of the records held out for early stopping where no validation records are given.',
      type: 'number',
      default: 0.1,
      minimum: 0.01,
      maximum: 0.9,
    },
    seed: { description: 'All random choices follow from it.', type: 'integer', default: 0, minimum: 0, maximum: 2 ** 32 - 1 },
  },
  required: ['target'],
  additionalProperties: false,
};

export const BOOSTING_SEARCH_SPACE: SearchSpace = {
  trees: { kind: 'integer', least: 200, most: 1000, scale: 'log' },
  learningRate: { kind: 'number', least: 0.02, most: 0.2, scale: 'log' },
  maxDepth: { kind: 'integer', least: 4, most: 9, scale: 'linear' },
  l2: { kind: 'number', least: 0.3, most: 10, scale: 'log' },
  minChildWeight: { kind: 'number', least: 1, most: 30, scale: 'log' },
  rowSampling: { kind: 'number', least: 0.6, most: 1, scale: 'linear' },
  columnSampling: { kind: 'number', least: 0.6, most: 1, scale: 'linear' },
  logTarget: { kind: 'choice', values: [false, true] },
};
