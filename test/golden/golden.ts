import { readFileSync } from 'node:fs';
import type { ClusterScores, Contingency, Criterion, Metric } from '../../src/index.ts';

export interface KMeansCase {
  name: string;
  rows: number[][];
  init: number[][];
  weights: number[] | null;
  labels: number[];
  centroids: number[][];
  inertia: number;
  distances: number[][];
  silhouette: number;
}

export interface ExternalCase {
  name: string;
  truth: (number | string)[];
  labels: number[];
  adjustedRand: number;
  adjustedMutualInformation: number;
  normalizedMutualInformation: number;
  homogeneity: number;
  completeness: number;
  vMeasure: number;
  purity: number;
  contingency: Contingency;
}

export interface InternalCase {
  name: string;
  rows: number[][];
  labels: number[];
  metric: Metric;
  weights: number[] | null;
  inertia: number;
  silhouette: number | null;
  daviesBouldin: number | null;
  calinskiHarabasz: number | null;
  perCluster: ClusterScores[];
  /** Silhouettes. */
  samples: (number | null)[];
}

export interface CurveCase {
  name: string;
  rows: number[][];
  curve: ({ k: number; inertia: number } & Record<Exclude<Criterion, 'elbow'>, number | null>)[];
}

export interface NumericCase {
  name: string;
  /** Null for diamonds, which are read from data/. */
  rows: number[][] | null;
  /** The best of ten starts, and what comes of starting from rows evenly drawn. */
  byK: { k: number; inertia: number; silhouette: number; drawn: { inertia: number; silhouette: number } }[];
}

/** Golden cases by name of their file; `make.py` beside this file makes them. */
export function goldenCases<Case>(name: 'kmeans' | 'external' | 'internal' | 'curve' | 'numeric'): Case[] {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')).cases;
}
