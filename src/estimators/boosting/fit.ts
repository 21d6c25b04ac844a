import { ElementsClusteringError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { Forest } from '../../engine/trees/forest.ts';
import { openTrees } from '../../engine/trees/load.ts';
import { HISTOGRAM_BYTES, TreeTrainer } from '../../engine/trees/trainer.ts';
import type { Frame } from '../../features/frame/types.ts';
import type { RegressionData } from '../regression/data.ts';
import { boost, type Watcher } from './boost.ts';
import { cutsOf } from './cuts.ts';
import type { Importance } from './grow.ts';
import type { BoostingSettings } from './options.ts';
import { watchedRows } from './sampling.ts';

/** What boosting learned; plain data that the frame gives a meaning to. */
export interface BoostingModel {
  readonly frame: Frame;
  /** Predictions are e to the power of what the trees add up to. */
  readonly logTarget: boolean;
  /** What all predictions start from: mean of the target, or of its logarithm. */
  readonly base: number;
  /** Of each field, rising: a value's bin is 1 + the number of cuts below it. */
  readonly cuts: readonly Float64Array[];
  readonly forest: Forest;
  /** What the splits by each field gained, and how many there are. */
  readonly importance: Importance;
}

export interface BoostingRun extends Watcher {
  /** What early stopping watches; default: a share of the rows, which are then not learned from. */
  readonly validation?: RegressionData;
  readonly wasmModule?: WebAssembly.Module;
}

/** Histograms and nodes may take this many bytes. */
const MOST_BYTES = 2 ** 31;

/**
 * Gradient boosting of regression trees for squared error (Friedman 2001) with penalised leaves (Chen & Guestrin 2016) on histograms of at most 256 bins
 * (Ke et al. 2017): the answer depends on the records, the settings and the seed alone.
 * @throws `TOO_LARGE`, `ABORTED`, `ENGINE_UNAVAILABLE`.
 */
export async function fitBoosting(
  given: RegressionData,
  settings: BoostingSettings,
  logTarget: boolean,
  run: BoostingRun,
): Promise<BoostingModel> {
  const random = createRandom(settings.seed);
  const { data, watched } = watchedRows(given, settings, run.validation, random);
  const { frame, columns, targets, weights } = data;
  const plan = planOf(frame, targets.length, settings);
  const arena = await openTrees(run.wasmModule);
  try {
    const cuts: Float64Array[] = [];
    for (const [i, field] of frame.fields.entries()) {
      cuts.push(cutsOf(field, columns[i], weights, settings.maxBins - 1));
      await run.pace();
    }
    const trainer = new TreeTrainer(arena, {
      ...settings,
      ...plan,
      weighted: weights.some((weight) => weight !== 1),
      rows: targets.length,
      allRows: targets.length + (watched?.targets.length ?? 0),
      binCounts: Int32Array.from(cuts, ({ length }) => length + 1),
      categories: Uint8Array.from(frame.fields, (field) => Number(field.kind === 'category' && !field.ordered)),
    });
    const base = meanOf(targets, weights);
    trainer.predictions.fill(base);
    load(trainer, { ...data, weights: onGrid(weights) }, cuts, 0);
    if (watched) load(trainer, watched, cuts, targets.length);
    return { frame, logTarget, base, cuts, ...(await boost(trainer, targets.length, settings, random, run)) };
  } finally {
    arena.close();
  }
}

/** Puts rows into the trainer, the first of them at `first`. */
function load(trainer: TreeTrainer, { columns, targets, weights }: RegressionData, cuts: readonly Float64Array[], first: number): void {
  columns.forEach((values, field) => {
    trainer.bin(field, values, cuts[field], first);
  });
  trainer.targets.set(targets, first);
  trainer.weights.set(weights, first);
}

/** Weights, rounded to a grid on which all sums of them are exact; whole numbers are on it as they are. */
function onGrid(weights: Float64Array): Float64Array {
  const most = weights.reduce((largest, weight) => Math.max(largest, weight), 0) * weights.length;
  // adding this and taking it away again rounds to a multiple of the unit in its last place
  let rounder = 1.5;
  while (rounder <= 1.5 * most) rounder *= 2;
  while (rounder > 3 * most) rounder /= 2;
  return weights.map((weight) => weight + rounder - rounder);
}

function meanOf(values: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    sum += weights[row] * values[row];
    total += weights[row];
  }
  return sum / total;
}

/** How many histograms and nodes are held at most. Throws `TOO_LARGE` where they do not fit. */
function planOf({ fields }: Frame, rows: number, { maxDepth, maxLeaves }: BoostingSettings): { slots: number; nodes: number } {
  const leaves = Math.min(2 ** maxDepth, maxLeaves ?? Infinity, rows);
  const slots = (maxLeaves === undefined ? Math.min(maxDepth, leaves) : leaves) + 2;
  const bytes = slots * fields.length * HISTOGRAM_BYTES + leaves * 96;
  if (bytes <= MOST_BYTES) return { slots, nodes: 2 * leaves };
  const expected = `at most ${MOST_BYTES} bytes: fewer fields, leaves or splits one below the other`;
  throw new ElementsClusteringError('TOO_LARGE', `histograms of ${bytes} bytes: expected ${expected}`, { expected, received: `${bytes}` });
}
