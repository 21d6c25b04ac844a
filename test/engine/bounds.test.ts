import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { DenseMatrix, Weights } from '../../src/core/types.ts';
import type { Shard } from '../../src/engine/kernel.ts';
import { boundsFor } from '../../src/engine/strategy.ts';
import { both } from './both.ts';

/** How a pass changed the rows, as far as it does not depend on rounding. */
interface Pass {
  readonly changed: number;
  readonly totals: readonly number[];
  readonly members: readonly number[];
  readonly labels: Int32Array;
}

type Random = ReturnType<typeof createRandom>;
type Draw = (random: Random) => number;

const even: Draw = (random) => random.next();
const bell: Draw = (random) => random.next() + random.next() + random.next() + random.next() - 2;
const whole: Draw = (random) => Math.floor(random.next() * 3);

/** Kinds of rows; what is drawn of a row, by column. */
const KINDS: readonly ((random: Random, center: Float32Array, column: number) => number)[] = [
  even,
  whole, // ties
  (random, center, column) => center[column] + bell(random) * 0.3,
  (random, center, column) => center[column] + bell(random) * 1e-6, // nearly equal
  (random, _, column) => Math.exp(bell(random) * 2) * 10 ** (column % 5), // unlike columns
  (random, center, column) => (center[column] + bell(random)) * (random.next() < 0.001 ? 50 : 1), // outliers
];

function makeRows(random: Random, kind: number, rows: number, columns: number): DenseMatrix {
  const centers = Array.from({ length: 12 }, () => Float32Array.from({ length: columns }, () => 2 * random.next()));
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const center = centers[Math.floor(12 * random.next())];
    for (let j = 0; j < columns; j++) data[row * columns + j] = KINDS[kind](random, center, j);
    if (row > 0 && random.next() < 0.1) data.copyWithin(row * columns, (row - 1) * columns, row * columns);
  }
  return { kind: 'dense', data, rows, columns };
}

/** Passes of k-means over rows in two chunks, where centroids are disturbed now and then: some go far out, all move, the rows forget what they know. */
function passes(shard: Shard, start: Float32Array, k: number, count: number, disturbances: Random): Pass[] {
  const { rows, columns } = shard;
  const sums = new Float64Array(k * columns);
  const totals = new Float64Array(k);
  let centroids = start;
  const cut = Math.min(rows, 64 * Math.ceil(rows / 128));
  return Array.from({ length: count }, () => {
    shard.setCentroids(centroids, k);
    const found = { changed: 0, totals: new Float64Array(k), members: new Int32Array(k) };
    for (const [first, size] of [
      [0, cut],
      [cut, rows - cut],
    ]) {
      const step = shard.step(first, size);
      found.changed += step.changed;
      for (let c = 0; c < k; c++) {
        found.totals[c] += step.totals[c];
        found.members[c] += step.members[c];
        totals[c] += step.totals[c];
      }
      for (let i = 0; i < sums.length; i++) sums[i] += step.sums[i];
    }
    const labels = shard.labels().slice();
    const what = disturbances.next();
    centroids = centroids.map((value, i) => {
      const c = Math.floor(i / columns);
      const mean = totals[c] > 0 ? Math.fround(sums[i] / totals[c]) : value;
      if (what < 0.1 && c % 7 === 3) return mean * 100 + 30;
      return what > 0.9 ? mean + 3 : mean;
    });
    if (what > 0.45 && what < 0.5) {
      shard.forget();
      sums.fill(0);
      totals.fill(0);
    }
    return { changed: found.changed, totals: [...found.totals], members: [...found.members], labels };
  });
}

function drawCentroids(random: Random, { data, rows, columns }: DenseMatrix, k: number): Float32Array {
  const centroids = new Float32Array(k * columns);
  for (let c = 0; c < k; c++) {
    const row = Math.floor(rows * random.next());
    for (let j = 0; j < columns; j++) centroids[c * columns + j] = data[row * columns + j] + (c % 2) * 0.1 * bell(random);
  }
  return centroids;
}

/** Sizes of tasks that are to be met with these bounds. */
const REGIMES = {
  keys: (random: Random) => [1 + Math.floor(900 * random.next()), 1 + Math.floor(20 * random.next()), 2 + Math.floor(58 * random.next())],
  near: (random: Random) => [
    3400 + Math.floor(400 * random.next()),
    1 + Math.floor(4 * random.next()),
    64 + Math.floor(40 * random.next()),
  ],
  pairs: (random: Random) => {
    const columns = 32 + Math.floor(60 * random.next());
    return [1 + Math.floor(500 * random.next()), columns, Math.ceil(4096 / columns) + Math.floor(150 * random.next())];
  },
} as const;

describe('bounds', () => {
  it.each([
    ['keys', 250],
    ['near', 25],
    ['pairs', 120],
  ] as const)('of rows never change a label, whatever rows there are and however centroids move: %s', (regime, cases) => {
    for (let seed = 0; seed < cases; seed++) {
      const random = createRandom(seed);
      const [rows, columns, k] = REGIMES[regime](random);
      expect(boundsFor(rows, columns, k)).toBe(regime);
      const matrix = makeRows(random, seed % KINDS.length, rows, columns);
      const weights: Weights = seed % 3 === 0 ? Float64Array.from({ length: rows }, () => whole(random)) : new Uint8Array(rows).fill(1);
      const start = drawCentroids(random, matrix, k);
      const count = 3 + Math.floor(8 * random.next());
      const [actual, expected] = both(matrix, weights, 'euclidean', (shard) => passes(shard, start, k, count, createRandom(seed)));
      expect(actual, `case ${seed}: ${rows} × ${columns}, ${k} centroids`).toEqual(expected);
    }
  });

  it('of rows never change a label where lists hold quantised centroids', () => {
    const random = createRandom(1);
    const [rows, columns, k] = [66_000, 6, 128];
    expect(boundsFor(rows, columns, k)).toBe('near');
    const centers = Float32Array.from({ length: k * columns }, () => random.next());
    const data = Float32Array.from({ length: rows * columns }, (_, i) => {
      const center = Math.floor(i / columns) % k;
      return centers[center * columns + (i % columns)] + 0.05 * bell(random);
    });
    const matrix: DenseMatrix = { kind: 'dense', data, rows, columns };
    const start = drawCentroids(random, matrix, k);
    const [actual, expected] = both(matrix, new Uint8Array(rows).fill(1), 'euclidean', (shard) =>
      passes(shard, start, k, 4, createRandom(2)),
    );
    expect(actual).toEqual(expected);
  });

  it('of pairs hold where centroids move so far that they are worked out anew', () => {
    const random = createRandom(3);
    const matrix = makeRows(random, 2, 300, 40);
    const k = 110;
    const start = drawCentroids(random, matrix, k);
    const [actual, expected] = both(matrix, new Uint8Array(300).fill(1), 'euclidean', (shard) =>
      // there and back again, a little less far each time
      Array.from({ length: 12 }, (_, round) => {
        const centroids = start.map((value, i) => value + (round % 2) * (1 + (i % 40) / 40) * (3 - round / 4));
        shard.setCentroids(centroids, k);
        shard.step(0, 300);
        return shard.labels().slice();
      }),
    );
    expect(actual).toEqual(expected);
  });
});
