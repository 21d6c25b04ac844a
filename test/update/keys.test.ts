import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { DenseMatrix } from '../../src/core/types.ts';
import { Memory } from '../../src/estimators/update/memory.ts';
import { rowAt } from '../../src/estimators/update/row.ts';
import { KEY_WORDS, keyText, writeKey } from '../../src/estimators/update/row-key.ts';
import type { Space } from '../../src/matrix/space.ts';

/** Keys of dense rows. */
function keysOf(data: Float32Array, columns: number, dense = true): Uint32Array {
  const matrix: DenseMatrix = { kind: 'dense', data, rows: data.length / columns, columns };
  const space: Space = { metric: 'euclidean', columns, offset: dense ? new Float64Array(columns) : null, scale: 1 };
  const keys = new Uint32Array(matrix.rows * KEY_WORDS);
  for (let i = 0; i < matrix.rows; i++) writeKey(rowAt(matrix, i, space), keys, i);
  return keys;
}

const distinct = (keys: Uint32Array, words = KEY_WORDS): number => {
  const count = keys.length / KEY_WORDS;
  return new Set(Array.from({ length: count }, (_, i) => keys.slice(i * KEY_WORDS, i * KEY_WORDS + words).join())).size;
};

describe('keys of rows', () => {
  it('differ for 200,000 rows that differ little, each half of them already', () => {
    const columns = 4;
    const data = Float32Array.from({ length: 200_000 * columns }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      return column === 0 ? row % 600 : column === 1 ? Math.floor(row / 600) : 0.5;
    });
    const keys = keysOf(data, columns);
    expect(distinct(keys)).toBe(200_000);
    expect(distinct(keys, 2)).toBe(200_000);
  });

  it('tell apart where values stand, and 0 from nothing', () => {
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 0],
      [1, 0, 1],
      [0, 0, 0],
      [-1, 0, 0],
      [1, 2, 0],
      [2, 1, 0],
    ];
    expect(distinct(keysOf(Float32Array.from(rows.flat()), 3))).toBe(rows.length);
  });

  it('spread over all bits', () => {
    const keys = keysOf(
      Float32Array.from({ length: 4096 }, (_, i) => i),
      1,
    );
    for (let word = 0; word < KEY_WORDS; word++) {
      for (let bit = 0; bit < 32; bit++) {
        let ones = 0;
        for (let i = word; i < keys.length; i += KEY_WORDS) ones += (keys[i] >>> bit) & 1;
        expect(Math.abs(ones - 2048), `bit ${bit} of word ${word}`).toBeLessThan(200);
      }
    }
  });

  it('are the same for a row kept dense and sparse, and their texts differ as they do', () => {
    const random = createRandom(3);
    const data = Float32Array.from({ length: 6000 }, () => (random.next() < 0.5 ? 0 : Math.floor(random.next() * 5)));
    const keys = keysOf(data, 6);
    expect(keysOf(data, 6, false)).toEqual(keys);
    expect(new Set(Array.from({ length: 1000 }, (_, i) => keyText(keys, i))).size).toBe(distinct(keys));
  });
});

describe('the memory', () => {
  it('finds every row it holds, however many, and no other', () => {
    const count = 30_000;
    const data = Float32Array.from({ length: 2 * count }, (_, i) => i * i);
    const keys = keysOf(data, 2);
    const half = keys.slice(0, (count / 2) * KEY_WORDS);
    const memory = new Memory(
      half.slice(),
      Int32Array.from({ length: count / 2 }, (_, i) => i % 7),
    );
    for (let i = 0; i < count; i++) expect(memory.find(keys, i)).toBe(i < count / 2 ? i % 7 : -1);
    for (let i = count / 2; i < count; i++) {
      if (i % 1000 === 0) memory.reserve(1000);
      memory.add(keys, i, i % 11);
    }
    memory.reserve(1);
    memory.add(keys, 0, 6); // is there already, with 0
    expect(memory.size).toBe(count);
    for (let i = 0; i < count; i++) expect(memory.find(keys, i)).toBe(i < count / 2 ? i % 7 : i % 11);
    expect([...new Memory(memory.keys.slice(), memory.clusters.slice()).clusters]).toEqual([...memory.clusters]);
  });

  it('may be empty', () => {
    const memory = new Memory();
    expect(memory.find(Uint32Array.of(0, 0, 0, 0), 0)).toBe(-1);
    memory.reserve(1);
    memory.add(Uint32Array.of(0, 0, 0, 0), 0, 5);
    expect(memory.find(Uint32Array.of(0, 0, 0, 0), 0)).toBe(5);
  });
});
