import type { CsrMatrix, DenseMatrix, Matrix, Weights } from '../core/types.ts';
import { selectRows } from './select-rows.ts';

/** Distinct rows, in order of first appearance, each with the summed weight of its equals. */
export interface Collapsed {
  readonly matrix: Matrix;
  readonly weights: Weights;
  /** For every original row the number of its distinct row. */
  readonly index: Int32Array;
}

/** Joins bit-equal rows. Where all differ, the matrix given is returned as it is. */
export function collapse(matrix: Matrix, weights: Weights): Collapsed {
  const rows = matrix.kind === 'dense' ? denseRows(matrix) : sparseRows(matrix);
  // a few words of each row mostly tell them apart; where they do not, all words are hashed
  const found = number(matrix.rows, rows, rows.hashSome) ?? (number(matrix.rows, rows, rows.hash) as Numbering);
  if (found.firsts.length === matrix.rows) return { matrix, weights, index: found.index };
  const sums = new Float64Array(found.firsts.length);
  found.index.forEach((distinct, row) => {
    sums[distinct] += weights[row];
  });
  return { matrix: selectRows(matrix, found.firsts), weights: sums, index: found.index };
}

interface Numbering {
  /** For every row the number of its distinct row. */
  readonly index: Int32Array;
  /** The first of each distinct row. */
  readonly firsts: Int32Array;
}

/** Numbers the distinct rows in order of appearance; undefined when the hash hardly tells rows apart. */
function number(count: number, { hash, equal }: RowTable, hashOf: (row: number) => number): Numbering | undefined {
  const index = new Int32Array(count);
  const firsts = new Int32Array(count);
  const mask = slotCount(count) - 1;
  const slots = new Int32Array(mask + 1); // open addressing: slot → distinct row number + 1
  let distinct = 0;
  let patience = hashOf === hash ? Infinity : count + 1024; // comparisons of rows that differ
  for (let row = 0; row < count; row++) {
    let slot = hashOf(row) & mask;
    while (slots[slot] !== 0 && !equal(firsts[slots[slot] - 1], row)) {
      if (--patience < 0) return undefined;
      slot = (slot + 1) & mask;
    }
    if (slots[slot] === 0) {
      firsts[distinct++] = row;
      slots[slot] = distinct;
    }
    index[row] = slots[slot] - 1;
  }
  return { index, firsts: firsts.slice(0, distinct) };
}

/** Words that the quick hash looks at. */
const SOME_WORDS = 4;

interface RowTable {
  hash(row: number): number;
  /** A hash of a few words of the row. */
  hashSome(row: number): number;
  equal(a: number, b: number): boolean;
}

function denseRows({ data, columns }: DenseMatrix): RowTable {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length);
  const stride = Math.ceil(columns / SOME_WORDS);
  return {
    hash: (row) => hashWords(words, row * columns, (row + 1) * columns, 1),
    hashSome: (row) => hashWords(words, row * columns, (row + 1) * columns, stride),
    equal: (a, b) => equalWords(words, a * columns, b * columns, columns),
  };
}

function sparseRows({ values, indices, offsets }: CsrMatrix): RowTable {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const hash = (row: number): number =>
    hashWords(words, offsets[row], offsets[row + 1], 1) ^ hashWords(indices, offsets[row], offsets[row + 1], 1);
  return {
    hash,
    hashSome: hash, // sparse rows are short
    equal: (a, b) => {
      const length = offsets[a + 1] - offsets[a];
      if (length !== offsets[b + 1] - offsets[b]) return false;
      return equalWords(indices, offsets[a], offsets[b], length) && equalWords(words, offsets[a], offsets[b], length);
    },
  };
}

/** Multiply-and-rotate over every `stride`th of some 32-bit words, finished so that low bits depend on all. */
function hashWords(words: Uint32Array, from: number, to: number, stride: number): number {
  let hash = 0x9e3779b9;
  for (let i = from; i < to; i += stride) {
    hash = Math.imul(hash ^ words[i], 0x85ebca6b);
    hash = (hash << 13) | (hash >>> 19);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}

function equalWords(words: Uint32Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (words[a + i] !== words[b + i]) return false;
  return true;
}

/** A power of two of at least twice the rows. */
function slotCount(rows: number): number {
  let count = 2;
  while (count < rows * 2) count *= 2;
  return count;
}
