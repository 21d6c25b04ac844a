import { type Forest, forestWalker, NODE_BYTES, packNodes } from '../../engine/trees/forest.ts';
import { openTrees } from '../../engine/trees/load.ts';
import { ofTarget, predictEach } from '../regression/target.ts';
import type { BoostingModel } from './fit.ts';

/** Rows that go through all trees together: few enough for their bins to stay in the fastest cache. */
const CHUNK = 1024;
const CUTS = 255;

/** So few rows are predicted as fast without WebAssembly. */
const FEW = 32;

/** A function of a row of the frame's values; same bits as {@link predictRows}. */
export function rowPredictor({ base, cuts, forest, logTarget }: BoostingModel): (row: Float64Array) => number {
  const bins = new Uint8Array(cuts.length);
  const sumOf = forestWalker(forest);
  return (row) => {
    for (let field = 0; field < bins.length; field++) bins[field] = binOf(row[field], cuts[field]);
    return ofTarget(sumOf(bins, base), logTarget);
  };
}

/**
 * Predicts rows, given as one column a field: many in WebAssembly, and without it where it does not run.
 * @throws `ENGINE_UNAVAILABLE` for a module that is not this version's.
 */
export async function predictRows(
  model: BoostingModel,
  columns: readonly Float64Array[],
  wasmModule?: WebAssembly.Module,
): Promise<Float64Array> {
  const rows = columns[0].length;
  if (rows <= FEW) return predictEach(rowPredictor(model), columns);
  const { base, cuts, forest, logTarget } = model;
  const features = cuts.length;
  const arena = wasmModule ? await openTrees(wasmModule) : await openTrees().catch(() => undefined);
  if (arena === undefined) return predictEach(rowPredictor(model), columns);
  try {
    const nodes = arena.place(nodesOf(forest));
    const sets = arena.place(forest.sets);
    const places = cuts.map((cut) => {
      const all = new Float64Array(CUTS).fill(Infinity);
      all.set(cut);
      return arena.place(all);
    });
    const values = arena.alloc(CHUNK * 8);
    const bins = arena.alloc(CHUNK * features);
    const sums = arena.alloc(CHUNK * 8);
    const predicted = new Float64Array(rows);
    for (let first = 0; first < rows; first += CHUNK) {
      const count = Math.min(CHUNK, rows - first);
      for (let field = 0; field < features; field++) {
        arena.f64(values, count).set(columns[field].subarray(first, first + count));
        arena.core.assignBins(values, count, places[field], bins + field, features);
      }
      const chunk = arena.f64(sums, count).fill(base);
      for (let tree = 0; tree < forest.roots.length; tree++) {
        arena.core.addTree(nodes + forest.roots[tree] * NODE_BYTES, sets, forest.depths[tree], bins, features, count, sums);
      }
      predicted.set(chunk, first);
    }
    return predicted.map((sum) => ofTarget(sum, logTarget));
  } finally {
    arena.close();
  }
}

const packed = new WeakMap<Forest, Uint8Array>();

/** The forest's nodes as the module has them, packed once. */
function nodesOf(forest: Forest): Uint8Array {
  const nodes = packed.get(forest) ?? packNodes(forest);
  packed.set(forest, nodes);
  return nodes;
}

/** 0 for what is missing, else 1 + the number of cuts below the value. */
function binOf(value: number, cuts: Float64Array): number {
  if (Number.isNaN(value)) return 0;
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
