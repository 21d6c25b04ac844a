import type { ElementSplits, Split } from '../../data/elements.ts';
import { bestLabels } from './errors.ts';
import { ablations, DENSITY, improvements, presence } from './recipes.ts';
import { laterPages, type Outcome, type Scored, scoreLabels, tryRecipe } from './score.ts';
import { replayStream, type StreamReport } from './stream.ts';
import { sweep, type ThresholdScore } from './threshold.ts';

/** What the study looks at: training pages, validation pages, all later pages; after these the later pages batch by batch. */
export const PARTS = ['train', 'validation', 'later'] as const;
export const VALIDATION = PARTS.indexOf('validation');

export interface Study {
  readonly splits: ElementSplits;
  /** The parts that scores are taken on; see {@link PARTS}. */
  readonly parts: readonly Split[];
  /** The starting point with several k, of which the highest Q on the training pages is taken. */
  readonly starts: readonly Outcome[];
  readonly baseline: Outcome;
  readonly density: Outcome;
  readonly steps: readonly Outcome[];
  /** The last step. */
  readonly improved: Outcome;
  /** Exact k-means with as many clusters as the last step found. */
  readonly control: Outcome;
  /** The best that labels of elements could be on validation pages, by their roles. */
  readonly best: Scored;
  /** The control, then the control with one thing left out at a time; on training and validation pages. */
  readonly ablations: readonly Outcome[];
  readonly thresholds: readonly ThresholdScore[];
  /** Streams of later pages with roles left out of the fit: some draws of those that records can tell, then as many of all roles. */
  readonly streams: readonly StreamReport[];
}

/** Seeds of the draws of roles that streams leave out. */
export const DRAWS: readonly number[] = [1, 2, 3, 4, 5];

const STARTS = [5, 10, 20, 40, 60, 80];

/** Runs everything; each recipe is fitted on the training pages alone. */
export async function runStudy(splits: ElementSplits, onStep: (name: string) => void = () => {}): Promise<Study> {
  const { train, validation, batches } = splits;
  const parts = [train, validation, laterPages(splits), ...batches];
  const all = async (recipes: readonly Outcome['recipe'][], on = parts): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    for (const recipe of recipes) {
      onStep(recipe.name);
      outcomes.push(await tryRecipe(recipe, train, on));
    }
    return outcomes;
  };
  const starts = await all(STARTS.map(presence));
  const baseline = starts.reduce((best, one) => (one.parts[0].q > best.parts[0].q ? one : best));
  const [density] = await all([DENSITY]);
  const steps = await all(improvements(baseline.clusters));
  const improved = steps[steps.length - 1];
  const k = improved.clusters;
  const [control] = await all([{ name: `k-means, k = ${k}`, why: 'as many clusters as DP-means found', options: { k } }]);
  const ablated = await all(ablations(k), parts.slice(0, 2));
  onStep('thresholds');
  const thresholds = await sweep(splits);
  const streams: StreamReport[] = [];
  for (const tellable of [true, false]) {
    for (const seed of DRAWS) {
      onStep(`stream ${seed}${tellable ? '' : ', any roles'}`);
      streams.push(await replayStream(splits, { seed, tellable }));
    }
  }
  const best = await scoreLabels(validation, bestLabels(validation), train);
  return { splits, parts, starts, baseline, density, steps, improved, control, best, ablations: ablated, thresholds, streams };
}
