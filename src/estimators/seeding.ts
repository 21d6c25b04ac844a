import type { Random } from '../core/random.ts';
import type { Weights } from '../core/types.ts';
import { MOST_CANDIDATES } from '../engine/kernel.ts';
import type { Rows } from '../parallel/rows.ts';
import { smallest } from './smallest.ts';

/**
 * Greedy k-means++ (Arthur & Vassilvitskii, "k-means++: the advantages of careful seeding", 2007): each next seed is the best of
 * 2 + ⌊ln k⌋ rows (at most 8) drawn by their weighted distance to the seeds so far.
 * @returns k seeds, k × columns. `weights` has one value a row; at least k rows weigh something.
 */
export async function plusPlusSeeds(rows: Rows, weights: Weights, k: number, random: Random): Promise<Float32Array> {
  const { columns } = rows;
  const seeds = new Float32Array(k * columns);
  const taken = new Set<number>();
  const trials = candidatesFor(k);
  const candidates = new Float32Array(trials * columns);
  await rows.clearSeeds();
  let row = drawByWeight(weights, random);
  let potential = Infinity;
  for (let count = 0; ; ) {
    taken.add(row);
    const seed = await rows.row(row);
    seeds.set(seed, count * columns);
    if (++count === k) return seeds;
    potential = await rows.takeSeed(seed);
    if (potential > 0) {
      const draws = Array.from({ length: trials }, random.next);
      const drawn = await Promise.all(draws.map((draw) => rows.pickRow(draw)));
      (await Promise.all(drawn.map((candidate) => rows.row(candidate)))).forEach((candidate, i) => {
        candidates.set(candidate, i * columns);
      });
      row = drawn[smallest(await rows.trySeeds(candidates, trials))];
    } else {
      row = firstFree(weights, taken); // what is left differs by less than f32 can tell
    }
  }
}

/** k different rows, each set of k as likely as another; rows of weight 0 never. */
export async function randomSeeds(rows: Rows, weights: Weights, k: number, random: Random): Promise<Float32Array> {
  const eligible = [...weights.keys()].filter((row) => weights[row] > 0);
  const seeds = new Float32Array(k * rows.columns);
  for (let i = 0; i < k; i++) {
    const j = i + random.integer(eligible.length - i);
    [eligible[i], eligible[j]] = [eligible[j], eligible[i]];
    seeds.set(await rows.row(eligible[i]), i * rows.columns);
  }
  return seeds;
}

/** 2 + ⌊ln k⌋, by comparison with the powers of e. */
function candidatesFor(k: number): number {
  let trials = 2;
  for (let power = Math.E; power <= k && trials < MOST_CANDIDATES; power *= Math.E) trials++;
  return trials;
}

function drawByWeight(weights: Weights, random: Random): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let left = random.next() * total;
  let last = 0;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row] === 0) continue;
    last = row;
    left -= weights[row];
    if (left < 0) break;
  }
  return last;
}

function firstFree(weights: Weights, taken: Set<number>): number {
  return weights.findIndex((weight, row) => weight > 0 && !taken.has(row));
}
