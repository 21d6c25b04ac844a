import type { Pace } from '../../core/pace.ts';
import type { Random } from '../../core/random.ts';
import { type Forest, packNodes } from '../../engine/trees/forest.ts';
import type { TreeTrainer } from '../../engine/trees/trainer.ts';
import { ForestBuilder } from './forest-builder.ts';
import { growTree, type Importance } from './grow.ts';
import type { BoostingSettings } from './options.ts';
import { drawColumns, drawRows } from './sampling.ts';

/** Who is told of each tree, and who may stop the work before the next. */
export interface Watcher {
  readonly pace: Pace;
  /** Called after each tree with the number of trees so far. */
  readonly onTree?: (trees: number) => void;
}

/** Adds tree after tree; where rows watch, up to the tree after which their error was least. */
export async function boost(
  trainer: TreeTrainer,
  rows: number,
  settings: BoostingSettings,
  random: Random,
  { pace, onTree }: Watcher,
): Promise<{ forest: Forest; importance: Importance }> {
  const { trees, rowSampling, columnSampling, earlyStopping } = settings;
  const builder = new ForestBuilder();
  const fields = trainer.active.length;
  const importance: Importance = { gains: new Float64Array(fields), splits: new Uint32Array(fields) };
  const watching = trainer.predictions.length > rows;
  const sample = Math.max(1, Math.round(rows * rowSampling));
  let best = { trees: 0, error: watching ? errorOf(trainer, rows) : 0, importance: structuredClone(importance) };
  while (builder.trees < trees) {
    await pace();
    if (trainer.takeGradients() === 0) break; // every prediction is the target: no tree can add anything
    drawRows(trainer.rowList, rows, sample, random);
    if (columnSampling < 1) drawColumns(trainer.active, columnSampling, random);
    growTree(trainer, sample, sample === rows, settings, builder, importance);
    if (watching || sample < rows) walk(trainer, builder, sample < rows ? 0 : rows);
    onTree?.(builder.trees);
    if (!watching) continue;
    const error = errorOf(trainer, rows);
    if (error < best.error) best = { trees: builder.trees, error, importance: structuredClone(importance) };
    else if (builder.trees - best.trees >= earlyStopping) break;
  }
  return watching
    ? { forest: builder.slice(0, best.trees), importance: best.importance }
    : { forest: builder.slice(0, builder.trees), importance };
}

/** Adds the last tree to the predictions of all rows from `first` on. */
function walk(trainer: TreeTrainer, builder: ForestBuilder, first: number): void {
  const tree = builder.slice(builder.trees - 1, builder.trees);
  trainer.addTree(packNodes(tree), tree.sets, tree.depths[0], first);
}

/** Weighted squared error of the rows that watch. */
function errorOf({ predictions, targets, weights }: TreeTrainer, first: number): number {
  let sum = 0;
  for (let row = first; row < predictions.length; row++) {
    const error = predictions[row] - targets[row];
    sum += weights[row] * error * error;
  }
  return sum;
}
