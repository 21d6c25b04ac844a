import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ElementRecord, Matrix } from '../../src/core/types.ts';
import { restoreEncoder } from '../../src/features/encoder.ts';
import { fitEncoder } from '../../src/features/fit-encoder.ts';
import type { FeatureOptions } from '../../src/features/types.ts';
import { anyRecord, anyRecords, elements, flowers } from './records.ts';

/** Row r alone: its values, and its columns where the matrix is sparse. */
function rowOf(matrix: Matrix, r: number): Float32Array[] {
  if (matrix.kind === 'dense') return [matrix.data.slice(r * matrix.columns, (r + 1) * matrix.columns)];
  const [start, end] = [matrix.offsets[r], matrix.offsets[r + 1]];
  return [matrix.values.slice(start, end), Float32Array.from(matrix.indices.slice(start, end))];
}

function expectWellFormed(matrix: Matrix, rows: number, columns: number): void {
  expect([matrix.rows, matrix.columns]).toEqual([rows, columns]);
  expect(columns).toBeGreaterThan(0);
  const values = matrix.kind === 'dense' ? matrix.data : matrix.values;
  expect(values.every(Number.isFinite)).toBe(true);
  if (matrix.kind === 'dense') {
    expect(matrix.data).toHaveLength(rows * columns);
    return;
  }
  const { offsets, indices } = matrix;
  expect(offsets).toHaveLength(rows + 1);
  expect([offsets[0], offsets[rows]]).toEqual([0, indices.length]);
  expect(values).toHaveLength(indices.length);
  for (let r = 0; r < rows; r++) {
    expect(offsets[r]).toBeLessThanOrEqual(offsets[r + 1]);
    for (let i = offsets[r]; i < offsets[r + 1]; i++) {
      expect(indices[i]).toBeLessThan(columns);
      if (i > offsets[r]) expect(indices[i]).toBeGreaterThan(indices[i - 1]);
      expect(values[i]).not.toBe(0);
    }
  }
}

function expectUnitRows(matrix: Matrix): void {
  for (let r = 0; r < matrix.rows; r++) {
    const [values] = rowOf(matrix, r);
    expect(Math.hypot(...values)).toBeCloseTo(1, 5);
  }
}

const shuffled = (record: ElementRecord): ElementRecord => Object.fromEntries(Object.entries(record).reverse());
const modes = ['auto', 'tokens', 'table', 'presence'] as const;
const someOptions = fc.record<FeatureOptions>({
  idfPower: fc.constantFrom(0, 0.5, 1.3, 4),
  maxColumns: fc.constantFrom(1, 5, 4096),
  maxValueLength: fc.constantFrom(1, 20, 512),
});

describe.each(modes)('mode %s', (mode) => {
  const twoSets = fc.tuple(
    anyRecords,
    fc.oneof(fc.array(anyRecord, { maxLength: 5 }), fc.constant([...elements, ...flowers.slice(0, 3)])),
    someOptions,
  );

  test('any record becomes a well-formed row', () => {
    fc.assert(
      fc.property(twoSets, ([training, others, options]) => {
        const encoder = fitEncoder(training, { ...options, mode });
        for (const records of [training, others]) {
          const matrix = encoder.encode(records);
          expectWellFormed(matrix, records.length, encoder.columns);
          if (encoder.layout === 'tokens') expectUnitRows(matrix);
        }
      }),
    );
  });

  test('a record gives the same row alone as among others, also with its keys in another order', () => {
    fc.assert(
      fc.property(twoSets, ([training, others, options]) => {
        const encoder = fitEncoder(training, { ...options, mode });
        const records = [...others, ...training];
        const together = encoder.encode(records);
        records.forEach((record, r) => {
          expect(rowOf(encoder.encode([record]), 0)).toEqual(rowOf(together, r));
          expect(rowOf(encoder.encode([shuffled(record)]), 0)).toEqual(rowOf(together, r));
        });
      }),
    );
  });

  test('a restored encoder gives the same bits', () => {
    fc.assert(
      fc.property(twoSets, ([training, others, options]) => {
        const encoder = fitEncoder(training, { ...options, mode });
        const restored = restoreEncoder(JSON.parse(JSON.stringify(encoder.state)));
        expect([restored.layout, restored.columns, restored.state]).toEqual([encoder.layout, encoder.columns, encoder.state]);
        const records = [...training, ...others];
        expect(restored.encode(records)).toEqual(encoder.encode(records));
        for (const column of [0, encoder.columns - 1]) expect(restored.describeColumn(column)).toEqual(encoder.describeColumn(column));
      }),
    );
  });

  test('the order of the training records, and of their keys, does not matter', () => {
    fc.assert(
      fc.property(
        twoSets.chain(([training, , options]) =>
          fc.tuple(fc.constant(training), fc.shuffledSubarray(training, { minLength: training.length }), fc.constant(options)),
        ),
        ([training, permuted, options]) => {
          const { state } = fitEncoder(training, { ...options, mode });
          expect(JSON.stringify(fitEncoder(permuted.map(shuffled), { ...options, mode }).state)).toBe(JSON.stringify(state));
        },
      ),
    );
  });

  test('records are not changed', () => {
    const before = JSON.stringify([elements, flowers]);
    fitEncoder([...elements, ...flowers], { mode }).encode(elements);
    expect(JSON.stringify([elements, flowers])).toBe(before);
  });
});
