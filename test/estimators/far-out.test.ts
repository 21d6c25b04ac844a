import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { ElementsClustering } from '../../src/index.ts';

const ROWS = 9001;
const COLUMNS = 3;
const FEW = { maxIterations: 2 };
const OPTIONS = { k: 3, tolerance: 0, maxIterations: 20 };

/** Rows about 0 and 5, but one, whose number is odd, that holds `value`. */
function rowsWith(value: number, odd: number, offset = 0): Float64Array {
  const random = createRandom(8);
  const data = Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => offset + random.next() + (Math.floor(i / COLUMNS) % 2) * 5);
  data[odd * COLUMNS + 1] = value;
  return data;
}

const fitted = (data: Float64Array, options = {}) =>
  new ElementsClustering({ ...OPTIONS, ...options }).fit({ data, rows: ROWS, columns: COLUMNS });

afterAll(() => ElementsClustering.closeWorkers());

describe('one row among many that lies far out, wherever it stands', () => {
  it.each([1e4, 1e9, 1e20, 1e35, 1e100, -1e250])(
    'at %d is a cluster of its own, with the same bytes however the fit is done',
    async (value) => {
      for (const row of [1, 7001, ROWS - 2]) {
        const data = rowsWith(value, row);
        const model = await fitted(data);
        const { labels } = model;
        expect(labels.filter((label) => label === labels[row])).toHaveLength(1);
        expect(await model.predict({ data, rows: ROWS, columns: COLUMNS })).toEqual(labels);
        const two = await fitted(data, { workers: 2 });
        expect(Buffer.compare(two.toBytes(), model.toBytes())).toBe(0);
      }
    },
  );

  it('has the same labels and centroids by the reference engine', async () => {
    for (const value of [1e4, 1e20]) {
      const [wasm, reference] = [await fitted(rowsWith(value, 1), FEW), await fitted(rowsWith(value, 1), { ...FEW, engine: 'reference' })];
      expect(wasm.labels).toEqual(reference.labels);
      expect(wasm.centroids.data).toEqual(reference.centroids.data);
    }
  });

  it('that holds no number is named, by fits in any number of threads', async () => {
    for (const workers of [1, 2, 3]) {
      await expect(fitted(rowsWith(Number.NaN, 7001), { workers })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: { row: 7001, field: '1' },
      });
    }
  });
});

it('many rows far from 0 lose nothing', async () => {
  const [near, far] = [await fitted(rowsWith(0.5, 1)), await fitted(rowsWith(0.5 + 2 ** 20, 1, 2 ** 20))];
  expect(far.labels).toEqual(near.labels);
  expect(far.inertia / near.inertia).toBeCloseTo(1, 6);
});
