import type { ElementSplits, Split } from '../../data/elements.ts';
import { ElementsClustering } from '../../src/index.ts';
import { externalScores, quality } from '../../src/metrics/index.ts';
import type { Recipe } from './recipes.ts';

/** Scores of labels; Q needs no truth. */
export interface Scores {
  readonly q: number;
  readonly ami: number;
  readonly ari: number;
  readonly v: number;
}

/** Labels of some elements and what they are worth. */
export interface Scored extends Scores {
  readonly labels: Int32Array;
}

/** A recipe fitted on the training pages, and its labels for one part of the data after the other. */
export interface Outcome {
  readonly recipe: Recipe;
  readonly clusters: number;
  readonly parts: readonly Scored[];
}

/** The five batches as one. */
export function laterPages({ batches }: Pick<ElementSplits, 'batches'>): Split {
  return {
    elements: batches.flatMap(({ elements }) => elements),
    truth: Int32Array.from(batches.flatMap(({ truth }) => [...truth])),
  };
}

/** Q of all parts is taken in the space of the training pages. */
export async function tryRecipe(recipe: Recipe, train: Split, parts: readonly Split[]): Promise<Outcome> {
  const model = await new ElementsClustering(recipe.options).fit(train.elements);
  const scored: Scored[] = [];
  for (const part of parts) scored.push(await scoreLabels(part, await model.predict(part.elements), train));
  return { recipe, clusters: model.effectiveK, parts: scored };
}

export async function scoreLabels({ elements, truth }: Split, labels: Int32Array, reference: Split): Promise<Scored> {
  const { score } = await quality(elements, labels, { reference: reference.elements });
  const { adjustedMutualInformation, adjustedRand, vMeasure } = externalScores(truth, labels);
  return { labels, q: score, ami: adjustedMutualInformation, ari: adjustedRand, v: vMeasure };
}
