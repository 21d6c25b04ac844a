import { CATEGORY, type Forest, SET_BYTES } from '../engine/trees/forest.ts';
import type { BoostingModel } from '../estimators/boosting/fit.ts';
import type { BoostingOptions, BoostingSettings } from '../estimators/boosting/options.ts';
import type { Frame } from '../features/frame/types.ts';
import { packContainer } from './container.ts';
import { checkFinite, damaged, number, openModel, section } from './parts.ts';
import { readRegressionHeader, regressionHeader } from './regression-parts.ts';
import type { TypedArray } from './sections.ts';

/** The type in the header of boosted trees' bytes. */
export const BOOSTING_TYPE = 'gradient-boosting';
const MOST_CUTS = 254;

/**
 * Model bytes of boosted trees. The same fit gives the same bytes.
 *
 * Header: `type`, `library`, `options`, `frame`, `base`. Sections: `cuts` (f64, field after field) and `cutCounts` (u32, one a field); `roots` and
 * `depths` (u32, one a tree); `features` (u16), `shifts`, `limits` (u8), `children` (u32) and `values` (f64), one a node; `sets` (u8, 32 bytes a
 * split by category); `gains` (f64) and `splits` (u32), one a field. What they mean: see `Forest`.
 */
export function packBoosting({ frame, base, cuts, forest, importance }: BoostingModel, options: BoostingOptions): Uint8Array {
  const cutCounts = Uint32Array.from(cuts, ({ length }) => length);
  const all = new Float64Array(cutCounts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const cut of cuts) {
    all.set(cut, at);
    at += cut.length;
  }
  return packContainer({ ...regressionHeader(BOOSTING_TYPE, options, frame), base }, { cuts: all, cutCounts, ...forest, ...importance });
}

/**
 * Boosted trees from their bytes.
 * @param resolve checks options and fills in the defaults
 * @throws `CORRUPT_MODEL` when the bytes are damaged, foreign, or hold another type of model.
 */
export function unpackBoosting<Options extends BoostingOptions & BoostingSettings>(
  bytes: Uint8Array,
  resolve: (options: unknown) => Options,
): { options: Options; model: BoostingModel } {
  const { header, sections } = openModel(bytes, BOOSTING_TYPE);
  const { options, frame } = readRegressionHeader(header, resolve);
  const count = frame.fields.length;
  const forest = readForest(sections);
  const cuts = readCuts(sections, frame);
  checkTrees(forest, cuts);
  const model = {
    frame,
    logTarget: options.logTarget ?? false,
    base: number(header, 'base'),
    cuts,
    forest,
    importance: {
      gains: checkFinite(section(sections, 'gains', Float64Array, count), 'gains'),
      splits: section(sections, 'splits', Uint32Array, count),
    },
  };
  return { options, model };
}

function readCuts(sections: ReadonlyMap<string, TypedArray>, { fields }: Frame): Float64Array[] {
  const counts = section(sections, 'cutCounts', Uint32Array, fields.length);
  const all = checkFinite(section(sections, 'cuts', Float64Array), 'cuts');
  let end = 0;
  const cuts = fields.map((field, i) => {
    const cut = all.subarray(end, end + counts[i]);
    end += counts[i];
    const levels = field.kind === 'category' ? field.levels.length + Number(field.others) - 1 : cut.length;
    if (counts[i] > MOST_CUTS || counts[i] !== levels || cut.some((value, j) => j > 0 && value <= cut[j - 1]))
      throw damaged('cuts out of order');
    return cut;
  });
  if (end !== all.length) throw damaged('cuts that belong to no field');
  return cuts;
}

function readForest(sections: ReadonlyMap<string, TypedArray>): Forest {
  const roots = section(sections, 'roots', Uint32Array);
  const values = checkFinite(section(sections, 'values', Float64Array), 'values');
  const nodes = values.length;
  return {
    roots,
    depths: section(sections, 'depths', Uint32Array, roots.length),
    features: section(sections, 'features', Uint16Array, nodes),
    shifts: section(sections, 'shifts', Uint8Array, nodes),
    limits: section(sections, 'limits', Uint8Array, nodes),
    children: section(sections, 'children', Uint32Array, nodes),
    values,
    sets: section(sections, 'sets', Uint8Array),
  };
}

/** Every node is reached once, from the root of its tree and in as many steps as the tree's depth has; every split is by a field, or a set, there is. */
function checkTrees(forest: Forest, cuts: readonly Float64Array[]): void {
  const { roots, depths, values, sets } = forest;
  const levels = new Uint32Array(values.length);
  const reached = new Uint8Array(values.length);
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree];
    const end = tree + 1 < roots.length ? roots[tree + 1] : values.length;
    if (root >= end) throw damaged('trees out of order');
    reached[root] = 1;
    let depth = 0;
    for (let node = root; node < end; node++) {
      const child = root + forest.children[node];
      if (child === root) {
        depth = Math.max(depth, levels[node]);
        continue;
      }
      checkSplit(forest, node, cuts.length, sets.length / SET_BYTES);
      if (child <= node || child + 1 >= end || reached[child] || reached[child + 1]) throw damaged('a split without leaves of its own');
      reached.fill(1, child, child + 2);
      levels.fill(levels[node] + 1, child, child + 2);
    }
    if (depth !== depths[tree]) throw damaged(`a tree of depth ${depth} that should have ${depths[tree]}`);
  }
  if (roots.length === 0 ? values.length > 0 : roots[0] !== 0 || reached.includes(0)) throw damaged('nodes that belong to no tree');
}

function checkSplit({ features, shifts, values }: Forest, node: number, fields: number, sets: number): void {
  if (features[node] >= fields || shifts[node] > CATEGORY) throw damaged('a split by no field');
  const set = values[node];
  if (shifts[node] === CATEGORY && !(Number.isInteger(set) && set >= 0 && set < sets)) throw damaged('a split by no set');
}
