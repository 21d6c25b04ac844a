import { FAMILIES, type Family } from '../../src/features/types.ts';
import type { ClusteringOptions, FeatureOptions } from '../../src/index.ts';

/** One way to cluster elements. */
export interface Recipe {
  readonly name: string;
  /** What it changes against the step before, and why that should help. */
  readonly why: string;
  readonly options: ClusteringOptions;
}

/** The same weight for each family of tokens, but for those named. */
export function weights(weight: number, others: Partial<Record<Family, number>> = {}): Record<Family, number> {
  return { ...(Object.fromEntries(FAMILIES.map((family) => [family, weight])) as Record<Family, number>), ...others };
}

/** The starting point with k clusters. */
export function presence(k: number): Recipe {
  return {
    name: `presence, k-means, k = ${k}`,
    why: 'the starting point: an element is the list of attributes that it has',
    options: { k, features: 'presence' },
  };
}

/** The starting point with clusters wherever there are elements, instead of as many as asked for. */
export const DENSITY: Recipe = {
  name: 'presence, DP-means',
  why: 'the same attributes, clusters founded where an element is farther than τ from all others: as density does, without a k',
  options: { features: { mode: 'tokens', weights: weights(0, { name: 1, keys: 0.15 }), idfPower: 0 } },
};

/** What improves the starting point, one change a step; k stays until it is found. */
export function improvements(k: number): readonly Recipe[] {
  const mode = 'tokens';
  return [
    {
      name: 'one-hot tokens, untuned',
      why: 'tag, words of class, parts of URLs, values, shapes: what is in the attributes, all of equal weight',
      options: { k, metric: 'euclidean', features: { mode, weights: weights(1), idfPower: 0 } },
    },
    {
      name: '+ weights of fields',
      why: 'a word of class says more about a role than a piece of a path or the length of a value',
      options: { k, metric: 'euclidean', features: { mode, idfPower: 0 } },
    },
    {
      name: '+ idf to the power .5',
      why: 'what nearly all elements have tells little, but rare words should not outweigh everything either',
      options: { k, metric: 'euclidean', features: { mode } },
    },
    {
      name: '+ cosine',
      why: 'rows have length 1; with cosine the centroids have it too, so that mixed clusters attract no more than pure ones',
      options: { k, metric: 'cosine', features: { mode } },
    },
    {
      name: '+ DP-means (the default)',
      why: 'a role that is far from all clusters founds its own; k follows from the distance τ, not the other way round',
      options: {},
    },
  ];
}

/** The features of the default with one thing left out at a time, k-means with k clusters; the first lacks nothing. */
export function ablations(k: number): readonly Recipe[] {
  const lacking = (name: string, features: FeatureOptions): Recipe => ({ name, why: '', options: { k, features } });
  return [
    lacking('all of it', {}),
    lacking('all weights 1', { weights: weights(1) }),
    lacking('without idf', { idfPower: 0 }),
    ...FAMILIES.map((family) => lacking(`without ${family}`, { weights: { [family]: 0 } })),
  ];
}
