import { readFileSync } from 'node:fs';

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
  truth: number[];
  labels: number[];
  adjustedRand: number;
  adjustedMutualInformation: number;
  homogeneity: number;
  completeness: number;
  vMeasure: number;
  purity: number;
}

/** Golden cases by name of their file; `make.py` beside this file makes them. */
export function goldenCases<Case>(name: 'kmeans' | 'external'): Case[] {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')).cases;
}
