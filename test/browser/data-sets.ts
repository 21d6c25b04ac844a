import { createRandom } from '../../src/core/random.ts';
import type { Input } from '../../src/core/types.ts';
import type { ClusteringOptions } from '../../src/estimators/options.ts';
import { elements, flowers } from '../features/records.ts';

/** Something to fit, as plain JSON. */
export interface DataSet {
  readonly title: string;
  readonly options: ClusteringOptions;
  readonly input: Input;
  readonly weights?: readonly number[];
}

const random = createRandom(7);
/** Near enough to a bell curve, without functions that differ between engines. */
const noise = (): number => random.next() + random.next() + random.next() - 1.5;

/** Rows around `k` centres, as one flat array; 3,000 rows are three chunks. */
function blobs(rows: number, columns: number, k: number, origin = 0): { data: number[]; rows: number; columns: number } {
  const centres = Array.from({ length: k * columns }, () => origin + random.next() * 4);
  const data = Array.from({ length: rows * columns }, (_, i) => centres[(Math.floor(i / columns) % k) * columns + (i % columns)] + noise());
  return { data, rows, columns };
}

/** Rows with about 8 of 300 columns filled. */
function sparse(rows: number): Input {
  const columns = 300;
  const indices: number[] = [];
  const offsets = [0];
  for (let row = 0; row < rows; row++) {
    const theme = (row % 6) * 40;
    const picked = new Set(Array.from({ length: 8 }, () => (random.next() < 0.8 ? theme + random.integer(40) : random.integer(columns))));
    indices.push(...[...picked].sort((a, b) => a - b));
    offsets.push(indices.length);
  }
  return { values: indices.map(() => 1 + noise() / 4), indices, offsets, rows, columns };
}

/** Records like the given ones, with numbers in their texts that differ. */
function varied(records: readonly object[], times: number): Record<string, unknown>[] {
  const text = JSON.stringify(records);
  return Array.from({ length: times }, (_, i) =>
    JSON.parse(text.replaceAll('jazz', `jazz-${i % 5}`).replaceAll('post-', `post-${i}`)),
  ).flat();
}

/** Every kind of input, both metrics, one chunk and several, each start and way to choose k. */
export const DATA_SETS: readonly DataSet[] = [
  { title: 'odd DOM elements', options: {}, input: varied(elements, 70) },
  { title: 'a data table', options: { k: 4, nInit: 3, seed: 5 }, input: varied(flowers, 3) },
  { title: 'presence of fields', options: { k: 3, features: 'presence' }, input: varied(elements, 5) },
  { title: 'dense rows', options: { k: 7 }, input: blobs(3000, 9, 7) },
  { title: 'dense rows far from zero', options: { k: 5, tolerance: 0 }, input: blobs(2500, 3, 5, 1e6) },
  { title: 'dense rows, cosine', options: { k: 6, metric: 'cosine', init: 'random', nInit: 2 }, input: blobs(2200, 12, 6) },
  { title: 'dense rows, k chosen', options: { maxClusters: 6 }, input: blobs(300, 4, 4) },
  {
    title: 'dense rows with weights',
    options: { k: 4, seed: 9 },
    input: blobs(1500, 5, 4),
    weights: Array.from({ length: 1500 }, (_, i) => i % 4),
  },
  { title: 'sparse rows', options: { k: 6, maxIterations: 6 }, input: sparse(2100) },
  { title: 'sparse rows, cosine', options: { k: 6, metric: 'cosine', seed: 3, maxIterations: 6 }, input: sparse(1100) },
  { title: 'dense rows, k by an index', options: { maxClusters: 6, criterion: 'davies-bouldin' }, input: blobs(300, 3, 4) },
  {
    title: 'dense rows, k by the elbow, cosine',
    options: { maxClusters: 6, criterion: 'elbow', metric: 'cosine' },
    input: blobs(300, 3, 4),
  },
];
