import type { ElementSplits, Split } from '../../data/elements.ts';
import { tryRecipe } from './score.ts';

/** What a threshold came to on the training pages of some sites. */
export interface ThresholdScore {
  readonly threshold: number;
  /** Which half of the sites, 0 or 1. */
  readonly half: number;
  readonly clusters: number;
  readonly q: number;
  readonly ami: number;
}

export const THRESHOLDS: readonly number[] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The sites of the training pages in two halves, every second one by name. */
export function halves({ roles, train }: Pick<ElementSplits, 'roles' | 'train'>): Split[] {
  const siteOf = (i: number): string => roles[train.truth[i]].split(':')[0];
  const all = [...train.truth.keys()];
  const sites = [...new Set(all.map(siteOf))].sort();
  return [0, 1].map((half) => {
    const members = all.filter((i) => sites.indexOf(siteOf(i)) % 2 === half);
    return { elements: members.map((i) => train.elements[i]), truth: Int32Array.from(members, (i) => train.truth[i]) };
  });
}

/** Fits each half of the training pages by itself with each threshold; no other page is looked at. */
export async function sweep(splits: Pick<ElementSplits, 'roles' | 'train'>, thresholds = THRESHOLDS): Promise<ThresholdScore[]> {
  const found: ThresholdScore[] = [];
  for (const [half, part] of halves(splits).entries()) {
    for (const threshold of thresholds) {
      const { clusters, parts } = await tryRecipe({ name: '', why: '', options: { threshold } }, part, [part]);
      found.push({ threshold, half, clusters, q: parts[0].q, ami: parts[0].ami });
    }
  }
  return found;
}
