// Boosting as the textbook has it, with sums over rows and every split tried: slow, and with nothing of the library in it.

export interface OracleRow {
  readonly values: readonly (number | null)[];
  readonly target: number;
  readonly weight: number;
}

export interface OracleOptions {
  readonly trees: number;
  readonly learningRate: number;
  readonly maxDepth: number;
  readonly maxLeaves?: number;
  readonly l1: number;
  readonly l2: number;
  readonly minChildWeight: number;
  readonly minGain: number;
  /** Which values are levels, of which any may go left; at most a few. */
  readonly categories: readonly boolean[];
}

type Goes = (values: OracleRow['values']) => boolean;

interface Node {
  rows: number[];
  depth: number;
  value: number;
  split?: { goesLeft: Goes; left: Node; right: Node };
}

interface Found {
  gain: number;
  goesLeft: Goes;
}

/** A function that predicts the target of values. */
export function oracleBoosting(rows: readonly OracleRow[], options: OracleOptions): (values: OracleRow['values']) => number {
  const base = sum(rows, ({ weight, target }) => weight * target) / sum(rows, ({ weight }) => weight);
  const roots: Node[] = [];
  const predict = (values: OracleRow['values']): number => base + sum(roots, (root) => leafOf(root, values).value);
  for (let tree = 0; tree < options.trees; tree++) {
    const gradients = rows.map(({ values, target, weight }) => weight * (predict(values) - target));
    roots.push(grow(rows, gradients, options));
  }
  return predict;
}

function grow(rows: readonly OracleRow[], gradients: readonly number[], options: OracleOptions): Node {
  const make = (members: number[], depth: number): Node => {
    const gradient = sum(members, (i) => gradients[i]);
    const weight = sum(members, (i) => rows[i].weight);
    const size = Math.max(Math.abs(gradient) - options.l1, 0) / (weight + options.l2);
    return { rows: members, depth, value: -Math.sign(gradient) * options.learningRate * size };
  };
  const root = make(
    rows.map((_, i) => i),
    0,
  );
  const open: [Node, Found | undefined][] = [[root, bestSplit(rows, gradients, root, options)]];
  for (let leaves = 1; leaves < (options.maxLeaves ?? Infinity); leaves++) {
    open.sort(([, a], [, b]) => (b?.gain ?? 0) - (a?.gain ?? 0));
    const [node, found] = open.shift() ?? [root, undefined];
    if (found === undefined) break;
    const side = (left: boolean): Node =>
      make(
        node.rows.filter((i) => found.goesLeft(rows[i].values) === left),
        node.depth + 1,
      );
    node.split = { goesLeft: found.goesLeft, left: side(true), right: side(false) };
    for (const child of [node.split.left, node.split.right]) open.push([child, bestSplit(rows, gradients, child, options)]);
  }
  return root;
}

function bestSplit(rows: readonly OracleRow[], gradients: readonly number[], node: Node, options: OracleOptions): Found | undefined {
  if (node.depth === options.maxDepth) return undefined;
  const weightOf = (members: readonly number[]): number => sum(members, (i) => rows[i].weight);
  const score = (members: readonly number[]): number => {
    const over = Math.max(Math.abs(sum(members, (i) => gradients[i])) - options.l1, 0);
    return (over * over) / (weightOf(members) + options.l2);
  };
  let best: Found | undefined;
  for (const goesLeft of candidates(rows, node, options)) {
    const left = node.rows.filter((i) => goesLeft(rows[i].values));
    const right = node.rows.filter((i) => !goesLeft(rows[i].values));
    if (left.length === 0 || right.length === 0) continue;
    if (Math.min(weightOf(left), weightOf(right)) < options.minChildWeight) continue;
    const both = score(left) + score(right);
    const gain = both - score(node.rows);
    if (gain > Math.max(best?.gain ?? 0, options.minGain, 1e-10 * both)) best = { gain, goesLeft };
  }
  return best;
}

function* candidates(rows: readonly OracleRow[], node: Node, { categories }: OracleOptions): Generator<Goes> {
  for (let field = 0; field < categories.length; field++) {
    const all = node.rows.map((i) => rows[i].values[field]);
    const present = [...new Set(all.filter((value) => value !== null))].sort((a, b) => a - b);
    const some = present.length < new Set(all).size;
    if (categories[field]) {
      const kinds = [...present, ...(some ? [null] : [])];
      for (let set = 1; set < 2 ** kinds.length - 1; set++) {
        yield (values) => ((set >> kinds.indexOf(values[field])) & 1) === 1;
      }
      continue;
    }
    // thresholds lie halfway between neighbouring values of the whole column
    const column = [...new Set(rows.map(({ values }) => values[field]).filter((value) => value !== null))].sort((a, b) => a - b);
    for (const value of present) {
      const next = column[column.indexOf(value) + 1];
      const threshold = next === undefined ? value : (value + next) / 2;
      const below = (values: OracleRow['values']): boolean => (values[field] as number) <= threshold;
      if (some) {
        yield (values) => values[field] !== null && below(values);
        yield (values) => values[field] === null || below(values);
      } else yield below;
    }
  }
}

function leafOf(node: Node, values: OracleRow['values']): Node {
  if (node.split === undefined) return node;
  return leafOf(node.split.goesLeft(values) ? node.split.left : node.split.right, values);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
