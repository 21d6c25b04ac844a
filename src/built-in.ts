import { defineClustering } from './clustering-estimator.ts';
import type { EstimatorDefinition } from './estimators/estimator.ts';
import { gradientBoosting } from './gradient-boosting.ts';
import { ElementsClustering } from './index.ts';
import { linearRegression } from './linear-regression.ts';
import { createRegistry, type EstimatorRegistry } from './model/registry.ts';

/** The types of estimators that the library has, for Node, and others. Throws `INVALID_OPTION` for a type that is there already. */
export function createNodeRegistry(others: readonly EstimatorDefinition[] = []): EstimatorRegistry {
  const own = [linearRegression, gradientBoosting, defineClustering(ElementsClustering)] as readonly EstimatorDefinition[];
  return createRegistry([...own, ...others]);
}
