// What does it cost that labels stay: fits against k-means on the encoded rows, updates against fits? Prints a table of Markdown.
import { checkInput } from '../src/core/input.ts';
import { createRandom } from '../src/core/random.ts';
import { loadKernel } from '../src/engine/load.ts';
import { fitClustering } from '../src/estimators/fit.ts';
import { resolveClusteringOptions } from '../src/estimators/options.ts';
import { fitEncoder } from '../src/features/fit-encoder.ts';
import { type ElementRecord, ElementsClustering, type Input } from '../src/index.ts';
import { markdownTable } from './report.ts';

const RECORDS = 100_000;
const MORE = 1000;

console.log(await costs());

/** Fits against updates of the model that came of it. */
async function costs(): Promise<string> {
  const random = createRandom(7);
  const record = recordsOf(random.integer);
  const row = rowsOf(random.next);
  const rows: string[][] = [];
  for (const [what, make, options] of [
    ['records of 10 fields', record, {}],
    ['rows of 16 numbers', row, { k: 32 }],
  ] as const) {
    const many = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);
    const model = new ElementsClustering(options);
    const warm = new ElementsClustering(options); // code is loaded and compiled before anything is measured
    await warm.fit(many<never>(MORE, make as () => never));
    await warm.update(many<never>(MORE, make as () => never));
    const training = many<never>(RECORDS, make as () => never) as Input;
    const fit = await milliseconds(() => model.fit(training));
    const kMeans = await kMeansAlone(training, model.effectiveK);
    const batches: number[] = [];
    for (let i = 0; i < 6; i++) {
      const batch = many<never>(MORE, make as () => never) as Input;
      batches.push(await milliseconds(() => model.update(batch)));
    }
    const singles = many<never>(MORE, make as () => never);
    const one = await milliseconds(async () => {
      for (const single of singles) await model.update([single]);
    });
    const [first, ...later] = batches;
    const median = later.toSorted((a, b) => a - b)[later.length >> 1];
    rows.push([
      what,
      `${model.effectiveK}`,
      kMeans.toFixed(0),
      fit.toFixed(0),
      `${(fit / kMeans).toFixed(1)} ×`,
      first.toFixed(0),
      median.toFixed(0),
      `${((100 * median) / fit).toFixed(1)} %`,
      (one / MORE).toFixed(2),
    ]);
  }
  const head = [
    '',
    'clusters',
    'k-means alone, ms',
    `fit of ${RECORDS}, ms`,
    'of k-means',
    `first update of ${MORE}, ms`,
    'later ones, median',
    'of the fit',
    'update of one, ms',
  ];
  return markdownTable(head, rows);
}

/** Milliseconds of k-means with as many clusters on the rows as the engine gets them: nothing is encoded, described or kept. */
async function kMeansAlone(training: Input, k: number): Promise<number> {
  const kernel = await loadKernel();
  const checked = checkInput(training);
  const encoded = checked.kind === 'records' ? fitEncoder(checked.records).encode(checked.records) : checked;
  const metric = checked.kind === 'records' ? 'cosine' : 'euclidean';
  const rows = encoded.kind === 'csr' ? ({ ...encoded, kind: 'sparse' } as const) : encoded;
  return milliseconds(() => fitClustering(kernel, rows, resolveClusteringOptions({ k, metric }), {}));
}

/** Records like elements of 300 kinds, which differ in three of their ten fields. */
function recordsOf(integer: (below: number) => number): () => ElementRecord {
  const kinds = Array.from({ length: 300 }, (_, i) => ({
    type: ['a', 'li', 'div', 'span', 'img'][i % 5],
    class: `c${i} c${integer(40)}`,
    role: `r${i % 7}`,
    tabindex: String(i % 3),
    lang: ['en', 'de', 'fr'][i % 3],
    target: `_${i % 4}`,
    rel: `rel${i % 9}`,
  }));
  const word = (): string => Array.from({ length: 3 }, () => 'abcdefghij'[integer(10)]).join('');
  return () => {
    const kind = integer(kinds.length);
    return { ...kinds[kind], id: `item-${integer(1000)}`, href: `/s${kind % 17}/p${integer(50)}/`, title: `${word()} ${word()}` };
  };
}

/** Rows about 32 centres. */
function rowsOf(next: () => number): () => number[] {
  const centres = Array.from({ length: 32 }, () => Array.from({ length: 16 }, () => 20 * next()));
  return () => centres[Math.floor(next() * 32)].map((value) => value + next() + next() + next() + next() - 2);
}

async function milliseconds(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}
