// Do labels stay, is the new found, and what does an update cost? Prints tables of Markdown.
import { readElements } from '../data/elements.ts';
import { replayStream } from '../examples/error-analysis/stream.ts';
import { createRandom } from '../src/core/random.ts';
import { type ElementRecord, ElementsClustering, type Input } from '../src/index.ts';
import { markdownTable } from './report.ts';

const DRAWS = [1, 2, 3, 4, 5];
const RECORDS = 100_000;
const MORE = 1000;

console.log(await streams());
console.log(await costs());

/** The stream of later pages, for several draws of the roles that are left out of the fit. */
async function streams(): Promise<string> {
  const splits = await readElements();
  const rows: string[][] = [];
  for (const tellable of [true, false]) {
    for (const seed of DRAWS) {
      const report = await replayStream(splits, { seed, tellable });
      const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
      rows.push([
        `${seed}${tellable ? '' : ', any roles'}`,
        `${report.leftOut.length}`,
        `${report.clusters}`,
        `${report.newLabels}`,
        report.precision.toFixed(3),
        report.recall.toFixed(3),
        report.f1.toFixed(3),
        percent(report.knownAsNew),
        percent(report.knownUnknown),
        `${report.repeatedChanged}`,
        `${report.baseChanged}`,
      ]);
    }
  }
  const head = ['draw', 'roles left out', 'clusters', 'new labels', 'precision', 'recall', 'F1', 'known as new', 'known unknown'];
  return markdownTable([...head, 'repeated changed', 'base changed'], rows);
}

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
    const fit = await milliseconds(() => model.fit(many<never>(RECORDS, make as () => never)));
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
      fit.toFixed(0),
      first.toFixed(0),
      median.toFixed(0),
      `${((100 * median) / fit).toFixed(1)} %`,
      (one / MORE).toFixed(2),
    ]);
  }
  const head = ['', `fit of ${RECORDS}, ms`, `first update of ${MORE}, ms`, 'later ones, median', 'of the fit', 'update of one, ms'];
  return markdownTable(head, rows);
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
  return () => {
    const kind = integer(kinds.length);
    return { ...kinds[kind], id: `item-${integer(1000)}`, href: `/s${kind % 17}/p${integer(50)}/`, title: `t${kind % 23} ${integer(6)}` };
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
