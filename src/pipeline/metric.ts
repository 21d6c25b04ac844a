import { invalidOption } from '../core/errors.ts';
import type { Scores, Task } from '../estimators/estimator.ts';
import type { ResolvedConfig } from './config.ts';

/** The score that decides which model is better. */
export interface MetricRule {
  readonly score: string;
  readonly goal: 'max' | 'min';
}

/** Scores of the library of which less is better. */
const LESS_IS_BETTER = new Set(['meanAbsoluteError', 'rootMeanSquaredError', 'meanAbsolutePercentageError', 'inertia', 'daviesBouldin']);

/** The rule of a configuration; by default `r2` for regressions, `silhouette` for clusterings. */
export function metricOf(given: ResolvedConfig['metric'], task: Task): MetricRule {
  if (typeof given === 'object') return given;
  const score = given ?? (task === 'regression' ? 'r2' : 'silhouette');
  return { score, goal: LESS_IS_BETTER.has(score) ? 'min' : 'max' };
}

/** Throws `INVALID_OPTION` where models have no such score. */
export function checkMetric({ score }: MetricRule, scores: Scores): void {
  const names = Object.keys(scores).filter((name) => name !== 'rows');
  if (!Object.hasOwn(scores, score)) throw invalidOption('metric', `one of ${names.join(', ')}`, score);
}

/** What the first scores have over the second, above 0 where they are better; −Infinity and Infinity where the first or the second lacks the score. */
export function gainOf({ score, goal }: MetricRule, first: Scores, second: Scores): number {
  const [a, b] = [first[score] ?? null, second[score] ?? null];
  if (a === null) return b === null ? 0 : -Infinity;
  if (b === null) return Infinity;
  return goal === 'max' ? a - b : b - a;
}
