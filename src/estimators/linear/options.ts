import type { OptionsSchema, SearchSpace } from '../estimator.ts';
import { REGRESSION_OPTIONS, type RegressionOptions } from '../regression/options.ts';

export interface LinearOptions extends RegressionOptions {
  /** Penalty on the sum of squared coefficients, in the unit of the squared error (default 0: ordinary least squares; above 0: ridge). */
  readonly l2?: number;
}

export const LINEAR_OPTIONS: OptionsSchema = {
  type: 'object',
  properties: {
    ...REGRESSION_OPTIONS,
    l2: { description: 'Penalty on the sum of squared coefficients.', type: 'number', default: 0, minimum: 0, maximum: 1e12 },
  },
  required: ['target'],
  additionalProperties: false,
};

export const LINEAR_SEARCH_SPACE: SearchSpace = {
  l2: { kind: 'number', least: 1e-3, most: 1e3, scale: 'log' },
  logTarget: { kind: 'choice', values: [false, true] },
};
