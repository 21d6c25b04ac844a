import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { ElementsClustering } from '../../src/index.ts';

const ROWS = 9001;
const COLUMNS = 5;

/** Rows around 4 directions. */
function values(): Float64Array {
  const random = createRandom(3);
  return Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => random.next() + (Math.floor(i / COLUMNS) % 4 === i % COLUMNS ? 3 : 0));
}

describe.each(['euclidean', 'cosine'] as const)('predictions of many rows, %s', (metric) => {
  it.each(['wasm', 'reference'] as const)('are the same at once, in parts, and as the fit had them: %s', async (engine) => {
    for (const data of [values(), Float32Array.from(values()), Array.from(values())]) {
      const model = await new ElementsClustering({ k: 4, metric, engine, tolerance: 0 }).fit({ data, rows: ROWS, columns: COLUMNS });
      expect(await model.predict({ data, rows: ROWS, columns: COLUMNS })).toEqual(model.labels);
      const parts: number[] = [];
      for (let first = 0; first < ROWS; first += 4000) {
        const rows = Math.min(4000, ROWS - first);
        parts.push(...(await model.predict({ data: data.slice(first * COLUMNS, (first + rows) * COLUMNS), rows, columns: COLUMNS })));
      }
      expect(parts).toEqual([...model.labels]);
    }
  });

  it.each(['wasm', 'reference'] as const)('refuse what is no number, by its row and column: %s', async (engine) => {
    const model = await new ElementsClustering({ k: 4, metric, engine }).fit({ data: values(), rows: ROWS, columns: COLUMNS });
    for (const row of [0, 7001, ROWS - 1]) {
      const data = values();
      data[row * COLUMNS + 2] = Number.POSITIVE_INFINITY;
      await expect(model.predict({ data, rows: ROWS, columns: COLUMNS })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: { row, field: '2' },
      });
    }
    expect(await model.predict({ data: values(), rows: ROWS, columns: COLUMNS })).toEqual(model.labels);
  });
});
