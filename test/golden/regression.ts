import { readFileSync } from 'node:fs';
import type { ElementRecord } from '../../src/regression.ts';

export interface GoldenScores {
  r2: number;
  meanAbsoluteError: number;
  rootMeanSquaredError: number;
  meanAbsolutePercentageError: number;
}

interface GoldenLinear {
  intercept: number;
  coefficients: number[];
}

export interface RegressionGolden {
  scores: { name: string; truth: number[]; predicted: number[]; weights: number[] | null; scores: GoldenScores }[];
  linear: (GoldenLinear & { name: string; records: ElementRecord[]; weights: number[] | null; l2: number; predicted: number[] })[];
  /** By target. */
  diamonds: {
    linear: Record<'price' | 'logarithm', GoldenLinear & { scores: GoldenScores }>;
    xgboost: Record<'price' | 'logarithm', Record<'ordered' | 'categorical', GoldenScores>>;
  };
}

/** Golden values of regressions; `make-regression.py` beside this file makes them. */
export function regressionGolden(): RegressionGolden {
  return JSON.parse(readFileSync(new URL('./regression.json', import.meta.url), 'utf8'));
}
