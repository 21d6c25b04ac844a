import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { CsrMatrix, DenseMatrix, Matrix, Metric } from '../../src/core/types.ts';
import type { Kernel, Shard } from '../../src/engine/kernel.ts';
import { loadKernel } from '../../src/engine/load.ts';
import { referenceKernel } from '../../src/engine/reference.ts';
import { plainIntake } from '../../src/matrix/intake.ts';
import { project } from '../../src/matrix/space.ts';
import { both, wasm } from './both.ts';

/** Sizes around the register tiles (8 rows, 4 and 16 centroids, 2, 4 and 8 columns), none and many. */
const ROWS = [0, 1, 3, 4, 5, 7, 8, 9, 1100];
const COLUMNS = [1, 2, 3, 4, 5, 8, 17, 33];
const CENTROIDS = [1, 3, 4, 5, 7, 16, 17];

const CASES = ROWS.flatMap((rows) => COLUMNS.flatMap((columns) => CENTROIDS.map((k) => ({ rows, columns, k }))));

type Shape = 'dense' | 'csr';

/** Rows as the engine gets them: half of the values zero, some rows equal, some all zero. */
function makeMatrix(shape: Shape, metric: Metric, rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: rows * columns }, () => (random.next() < 0.5 ? 0 : random.next() * 4 - 2));
  if (rows > 4) data.copyWithin(columns, 3 * columns, 4 * columns);
  const dense: DenseMatrix = { kind: 'dense', data, rows, columns };
  return project(shape === 'dense' ? dense : toCsr(dense), { metric, columns, offset: null, scale: 1 }, plainIntake);
}

function toCsr({ data, rows, columns }: DenseMatrix): CsrMatrix {
  const values: number[] = [];
  const indices: number[] = [];
  const offsets = [0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (data[row * columns + column] === 0) continue;
      values.push(data[row * columns + column]);
      indices.push(column);
    }
    offsets.push(values.length);
  }
  return {
    kind: 'csr',
    values: Float32Array.from(values),
    indices: Uint32Array.from(indices),
    offsets: Uint32Array.from(offsets),
    rows,
    columns,
  };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    if (!(error <= tolerance * (1 + Math.abs(expected[i])))) expect.fail(`value ${i}: ${actual[i]} instead of ${expected[i]}`);
  }
}

it('labels are those of the oracle where one centroid lies far out, and rows near others', () => {
  for (const far of [10, 1e3, 1e6]) {
    const { data } = makeMatrix('dense', 'euclidean', 300, 6, 1) as DenseMatrix;
    const matrix: DenseMatrix = { kind: 'dense', data: data.map((value, i) => (i < 12 ? value * far : value)), rows: 300, columns: 6 };
    const centroids = Float32Array.from({ length: 9 * 6 }, (_, i) => matrix.data[i % 6 === 0 ? i : i + 60]);
    const [actual, expected] = both(matrix, new Float64Array(300).fill(1), 'euclidean', (shard) => {
      shard.setCentroids(centroids, 9);
      const { changed } = shard.step(0, 300);
      return [changed, shard.labels().slice()];
    });
    expect(actual).toEqual(expected);
  }
});

it('dense euclidean rows are measured as the oracle does at every size', () => {
  for (const { rows, columns, k } of CASES) {
    const matrix = makeMatrix('dense', 'euclidean', rows, columns, rows * 100 + columns + 1);
    const centroids = makeMatrix('dense', 'euclidean', k, columns, k) as DenseMatrix;
    const weights = Float64Array.from({ length: rows }, (_, i) => i % 3);
    const [actual, expected] = both(matrix, weights, 'euclidean', (shard) => {
      shard.setCentroids(centroids.data, k);
      shard.step(0, rows);
      shard.startMeasure();
      const half = Math.min(rows, 64);
      const parts = [
        [0, half],
        [half, rows - half],
      ].map(([first, count]) => {
        const { squares, inertia } = shard.measure(first, count);
        expectClose([inertia], [shard.inertia(first, count)], 1e-12);
        return [...squares, inertia];
      });
      return { squares: parts.flat(), ...shard.measured() };
    });
    const { squares, distances, nearest, nearestDistances, ...extremes } = actual;
    expect(extremes).toEqual({
      least: expected.least,
      leastValues: expected.leastValues,
      most: expected.most,
      mostValues: expected.mostValues,
    });
    expectClose(squares, expected.squares, 1e-12);
    expectClose(distances, expected.distances, 1e-7);
    expectClose(nearestDistances.filter(Number.isFinite), expected.nearestDistances.filter(Number.isFinite), 1e-12);
    nearest.forEach((row, c) => {
      expect(row < 0).toBe(expected.nearest[c] < 0);
      if (row >= 0) expect(distances[row]).toBeCloseTo(distances[expected.nearest[c]], 6);
    });
  }
});

describe.each<[Shape, Metric]>([
  ['dense', 'euclidean'],
  ['dense', 'cosine'],
  ['csr', 'euclidean'],
  ['csr', 'cosine'],
])('%s rows, %s', (shape, metric) => {
  it('labels, sums and distances equal the oracle at every size', () => {
    for (const { rows, columns, k } of CASES) {
      const matrix = makeMatrix(shape, metric, rows, columns, rows * 100 + columns);
      const centroids = makeMatrix('dense', metric, k, columns, k) as DenseMatrix;
      const weights = Float64Array.from({ length: rows }, (_, i) => i % 3);
      const [actual, expected] = both(matrix, weights, metric, (shard) => {
        shard.setCentroids(centroids.data, k);
        const { changed, sums, totals } = shard.step(0, rows);
        const copies = { changed, sums: sums.slice(), totals: totals.slice() };
        return { ...copies, labels: shard.labels().slice(), own: shard.labelDistances(), all: shard.allDistances(0, rows) };
      });
      expect(actual.labels).toEqual(expected.labels);
      expect(actual.changed).toBe(expected.changed);
      expect(actual.totals).toEqual(expected.totals);
      expectClose(actual.sums, expected.sums, 1e-12);
      expectClose(actual.own, expected.own, 1e-12);
      expectClose(actual.all, expected.all, 1e-12);
    }
  });

  it('labels stay those of the oracle while centroids move, with one bound a row, many or none', () => {
    const many = [1, 63, 64, 65, 130].map((rows) => ({ rows, columns: 64, k: 260 }));
    const few = [1, 2, 3, 5, 6, 7, 9, 13, 14, 15, 66, 700].flatMap((rows) =>
      [2, 5, 12, 33].flatMap((columns) => [2, 4, 9].map((k) => ({ rows, columns, k }))),
    );
    for (const { rows, columns, k } of [...few, ...many]) {
      const matrix = makeMatrix(shape, metric, rows, columns, rows + columns);
      const from = makeMatrix('dense', metric, k, columns, k) as DenseMatrix;
      const to = makeMatrix('dense', metric, k, columns, k + 1) as DenseMatrix;
      const [actual, expected] = both(matrix, new Float64Array(rows).fill(1), metric, (shard) =>
        [0, 0.02, 0.1, 0.11, 0.5, 0.5, 1].map((share) => {
          shard.setCentroids(
            from.data.map((value, i) => value + share * (to.data[i] - value)),
            k,
          );
          return [shard.step(0, rows).changed, shard.labels().slice()];
        }),
      );
      expect(actual).toEqual(expected);
    }
  });

  it('labels stay those of the oracle while centroids shrink and grow', () => {
    for (const columns of [12, 33, 64]) {
      const matrix = makeMatrix(shape, metric, 300, columns, columns);
      const { data } = makeMatrix('dense', metric, 9, columns, 1) as DenseMatrix;
      const [actual, expected] = both(matrix, new Float64Array(300).fill(1), metric, (shard) =>
        [1, 0.2, 0.01, 0, 0.3, 3, 0.5].map((size) => {
          shard.setCentroids(
            data.map((value) => value * size),
            9,
          );
          return [shard.step(0, 300).changed, shard.labels().slice()];
        }),
      );
      expect(actual).toEqual(expected);
    }
  });

  it('answers for a run of rows what it answers for all', () => {
    const matrix = makeMatrix(shape, metric, 1100, 5, 1);
    const centroids = makeMatrix('dense', metric, 9, 5, 2) as DenseMatrix;
    const weights = new Float64Array(1100).fill(1);
    const shard = wasm.open(matrix, weights, metric);
    shard.setCentroids(centroids.data, 9);
    shard.step(0, 1100);
    const whole = { labels: shard.labels().slice(), distances: shard.allDistances(0, 1100) };
    const parts = [[0, 384], [384, 448], [832, 268]] as const; // biome-ignore format: pairs
    expect(parts.map(([first, count]) => shard.step(first, count).changed)).toEqual([0, 0, 0]);
    expect(shard.labels()).toEqual(whole.labels);
    expect(shard.allDistances(832, 268)).toEqual(whole.distances.slice(832 * 9));
    shard.close();
  });

  it('seeds as the oracle does, and finds a copy of a seed at distance 0', () => {
    for (const { rows, columns } of CASES.filter((one) => one.k === 7 && one.rows > 0)) {
      const matrix = makeMatrix(shape, metric, rows, columns, rows * 10 + columns);
      const weights = Float64Array.from({ length: rows }, (_, i) => 1 + (i % 4));
      const [actual, expected] = both(matrix, weights, metric, (shard) => {
        shard.clearSeeds();
        const first = shard.takeSeed(shard.row(0), 0, rows);
        const candidates = Float32Array.from([0, rows - 1, rows >> 1].flatMap((row) => [...shard.row(row)]));
        const tries = shard.trySeeds(candidates, 3, 0, rows);
        const second = shard.takeSeed(shard.row(rows - 1), 0, rows);
        const picks = [0, 0.3, 0.999].map((draw) => shard.pickRow(0, rows, draw * second));
        return { first, tries, second, picks, distances: shard.seedDistances().slice() };
      });
      expectClose(actual.distances, expected.distances, 2e-6);
      expectClose(actual.tries, expected.tries, 1e-5);
      expectClose([actual.first, actual.second], [expected.first, expected.second], 1e-5);
      if (metric === 'euclidean') {
        expect(actual.picks).toEqual(expected.picks);
        expect([actual.distances[0], actual.distances[rows - 1]]).toEqual([0, 0]);
      }
    }
  });

  it('scores silhouettes as the oracle does', async () => {
    for (const [rows, k] of [
      [1, 1],
      [2, 2],
      [5, 2],
      [130, 4],
    ] as const) {
      // biome-ignore format: pairs
      const matrix = makeMatrix(shape, metric, rows, 3, rows);
      const weights = Float64Array.from({ length: rows }, (_, i) => 1 + (i % 2));
      const starts = Int32Array.from({ length: k + 1 }, (_, c) => Math.floor((c * rows) / k));
      const scoresBy = async (kernel: Kernel): Promise<number[]> => {
        const shard = await kernel.openSilhouette(matrix, weights, starts, metric);
        const scores = [...shard.score(0, rows >> 1), ...shard.score(rows >> 1, rows)];
        shard.close();
        return scores;
      };
      const [actual, expected] = [await scoresBy(wasm), await scoresBy(referenceKernel)];
      expectClose(actual, expected, 1e-9);
    }
  });
});

describe('the margin of rounding', () => {
  it.each([
    ['narrow rows', 3, 0],
    ['quantised rows', 20, 0],
    ['many groups', 20, 900],
  ])('decides near ties by exact distances, the first centroid on true ties: %s', (_, columns, far) => {
    const random = createRandom(5);
    const base = Float32Array.from({ length: columns }, () => random.next());
    // nine centroids a hair apart, two of them equal, and rows among them
    const near = (hair: number): number[] => Array.from(base, (value) => Math.fround(value + hair * 2 ** -22));
    const others = Array.from({ length: far * columns }, () => 2 + random.next());
    const centroids = Float32Array.from([...[5, 3, 3, 1, 0, 2, 4, 6, 7].flatMap(near), ...others]);
    const k = 9 + far;
    const rows = Float32Array.from({ length: 200 }, (_, i) => i % 8).reduce<number[]>((all, hair) => all.concat(near(hair)), []);
    const matrix: DenseMatrix = { kind: 'dense', data: Float32Array.from(rows), rows: 200, columns };
    const [actual, expected] = both(matrix, new Float64Array(200).fill(1), 'euclidean', (shard) => {
      shard.setCentroids(centroids, k);
      shard.step(0, 200);
      return shard.labels().slice();
    });
    expect(actual).toEqual(expected);
    expect(actual[3]).toBe(1);
  });

  it.each([2, 30])('holds for rows and centroids of any length, none among them: %i columns', (columns) => {
    const random = createRandom(9);
    const scales = [0, 1e-38, 1e-30, 1e-12, 1e-3, 1, 1, 1];
    const make = (rows: number): Float32Array =>
      Float32Array.from({ length: rows * columns }, (__, i) => (random.next() - 0.5) * scales[Math.floor(i / columns) % scales.length]);
    const matrix: DenseMatrix = { kind: 'dense', data: make(400), rows: 400, columns };
    for (const k of [3, 24]) {
      const [first, then] = [make(k), make(k)];
      const [actual, expected] = both(matrix, new Float64Array(400).fill(1), 'euclidean', (shard) =>
        [first, then, then.map((value) => value * 1e-20)].map((centroids) => {
          shard.setCentroids(centroids, k);
          shard.step(0, 400);
          return shard.labels().slice();
        }),
      );
      expect(actual).toEqual(expected);
    }
  });
});

describe('bounds', () => {
  it('never change a label while centroids move, with one bound and with many', () => {
    for (const [rows, columns, k] of [
      [1, 1, 2],
      [63, 2, 3],
      [65, 3, 9],
      [500, 5, 65],
      [700, 64, 20],
      [300, 70, 260],
      [130, 1030, 17],
    ]) {
      const matrix = makeMatrix('dense', 'euclidean', rows, columns, rows + k);
      const start = makeMatrix('dense', 'euclidean', k, columns, k) as DenseMatrix;
      const ends = makeMatrix('dense', 'euclidean', k, columns, k + 1) as DenseMatrix;
      const [actual, expected] = both(matrix, new Float64Array(rows).fill(1), 'euclidean', (shard) =>
        // moves that shrink, as those of k-means do, some centroids staying where they are
        [0, 0.5, 0.75, 0.77, 0.7701, 0.7701, 1].map((share) => {
          const moved = start.data.map((value, i) => (i % 3 === 0 ? value : value + share * (ends.data[i] - value)));
          shard.setCentroids(moved, k);
          const { changed, totals, members } = shard.step(0, rows);
          return { changed, totals: [...totals], members: [...members], labels: shard.labels().slice() };
        }),
      );
      expect(actual).toEqual(expected);
    }
  });

  it('never change a label of k-means, however few rows are left open', () => {
    for (let seed = 0; seed < 300; seed++) {
      const [rows, columns, k] = [3 + (seed % 23), 1 + (seed % 11), 2 + (seed % 5)];
      const matrix = makeMatrix('dense', 'euclidean', rows, columns, seed);
      const [actual, expected] = both(matrix, new Float64Array(rows).fill(1), 'euclidean', (shard) => {
        const start = Array.from({ length: k }, (_, c) => [...shard.row(c % rows)]).flat();
        return lloyd(shard, Float32Array.from(start), k);
      });
      expect(actual).toEqual(expected);
    }
  });
});

/** The labels of eight rounds of Lloyd's algorithm. */
function lloyd(shard: Shard, start: Float32Array, k: number): Int32Array[] {
  const { rows, columns } = shard;
  const sums = new Float64Array(k * columns);
  const totals = new Float64Array(k);
  let centroids = start;
  return Array.from({ length: 8 }, () => {
    shard.setCentroids(centroids, k);
    const step = shard.step(0, rows);
    step.sums.forEach((sum, i) => {
      sums[i] += sum;
    });
    step.totals.forEach((total, c) => {
      totals[c] += total;
    });
    centroids = centroids.map((value, i) => (totals[Math.floor(i / columns)] > 0 ? sums[i] / totals[Math.floor(i / columns)] : value));
    return shard.labels().slice();
  });
}

describe('engines', () => {
  it('can be chosen and say who they are', async () => {
    expect((await loadKernel('auto')).name).toBe('wasm');
    expect((await loadKernel('reference')).name).toBe('reference');
  });

  it('refuse a module that is not the core', async () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    await expect(loadKernel('wasm', empty)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await expect(loadKernel('auto', empty)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });
});
