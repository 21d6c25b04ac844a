import fc from 'fast-check';
import { createRandom } from '../../src/core/random.ts';
import type { ClusteringOptions, ElementRecord, Input } from '../../src/index.ts';

/** A kind of rows, and the options it is fitted with. */
export interface World {
  readonly title: string;
  readonly options: ClusteringOptions;
  /** Rows by what the numbers say, in the form that a model takes. */
  readonly input: (rows: readonly (readonly number[])[]) => Input;
}

/** Rows of numbers as sparse rows. */
export function sparse(rows: readonly (readonly number[])[]): Input {
  const filled = rows.map((row) => row.flatMap((value, column) => (value === 0 ? [] : [{ value, column }])));
  const offsets = [0];
  for (const row of filled) offsets.push(offsets[offsets.length - 1] + row.length);
  const entries = filled.flat();
  return {
    values: entries.map(({ value }) => value),
    indices: entries.map(({ column }) => column),
    offsets,
    rows: rows.length,
    columns: rows[0].length,
  };
}

const token = ([a, b, c, d]: readonly number[]): ElementRecord => ({
  type: a > 0 ? 'a' : 'div',
  class: `is-${a} box-${b}${c > 0 ? ' wide-col' : ''}`,
  ...(d > 0 && { href: `/shop/page-${d}.html`, title: `number ${c}` }),
});

const dense = (rows: readonly (readonly number[])[]): Input => rows.map((row) => [...row]);

export const WORLDS: readonly World[] = [
  { title: 'dense euclidean rows', options: { k: 3 }, input: dense },
  { title: 'dense cosine rows', options: { k: 3, metric: 'cosine' }, input: dense },
  { title: 'sparse euclidean rows', options: { k: 3 }, input: sparse },
  { title: 'sparse cosine rows', options: { k: 3, metric: 'cosine' }, input: sparse },
  { title: 'records as tokens', options: { features: { mode: 'tokens' } }, input: (rows) => rows.map(token) },
  { title: 'records as a table', options: { k: 3 }, input: (rows) => rows.map(([a, b, c, d]) => ({ a, b, c, kind: `kind ${d}` })) },
  { title: 'records by presence', options: { k: 2, features: 'presence' }, input: (rows) => rows.map((row) => present(row)) },
];

function present(row: readonly number[]): ElementRecord {
  return Object.fromEntries(row.flatMap((value, column) => (value > 0 ? [[`field${column}`, 1]] : [])));
}

/** Rows of four small numbers, so that some repeat. */
export const rows = (minLength: number, maxLength: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 }), { minLength, maxLength });

/** Rows about centres: `label[i]` tells the centre of row i. */
export function blobs(
  centres: readonly (readonly number[])[],
  count: number,
  { seed = 1, spread = 1 }: { readonly seed?: number; readonly spread?: number } = {},
): { rows: number[][]; truth: number[] } {
  const random = createRandom(seed);
  const truth = Array.from({ length: count }, () => random.integer(centres.length));
  return { rows: truth.map((centre) => centres[centre].map((value) => value + spread * normal(random.next))), truth };
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
