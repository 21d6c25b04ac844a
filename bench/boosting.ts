// Are boosted trees as fast, and as good, as XGBoost's? In turn on the same processor; prints a table.
import { Command } from 'commander';
import { boostingOurs, boostingPeers } from './boosting-runners.ts';
import { loadAverage } from './machine.ts';
import { measure, type Times } from './measure.ts';
import { type Section, showMs, showRatio, toText } from './report.ts';
import type { Runner, Unable } from './runner.ts';

interface Options {
  readonly rounds: string;
  readonly trees: string;
  readonly depth: string;
  readonly peerThreads: string;
  readonly python: string;
}

const options = new Command('node bench/boosting.ts')
  .option('--rounds <n>', 'measured runs of each library once it is warm', '9')
  .option('--trees <n>', 'trees of a model', '200')
  .option('--depth <n>', 'depth of a tree', '6')
  .option('--peer-threads <n>', 'threads of XGBoost and scikit-learn; ours has one', '1')
  .option('--python <file>', 'interpreter that has XGBoost and scikit-learn', '/usr/bin/python3')
  .parse()
  .opts<Options>();

const { peerThreads } = options;
const ours = boostingOurs();
const python = boostingPeers(options.python, Number(peerThreads));
const RUNNERS: readonly (readonly [name: string, runner: Runner])[] = [
  ['ours', ours],
  ['XGBoost', python],
  ['scikit-learn', python],
];
const settings = { trees: Number(options.trees), maxDepth: Number(options.depth), learningRate: 0.1 };

type Answer = { readonly ms: number; readonly mae?: number; readonly r2?: number };

const ask = (name: string, runner: Runner, command: object): Promise<Answer | Unable> => runner.ask<Answer>({ name, settings, ...command });

/** Times of all libraries by name, measured in turn. */
function timesOf(command: object, rounds: number): Promise<Map<string, Times<Answer> | Unable>> {
  const contenders = RUNNERS.map(([name, runner]) => ({ name, run: () => ask(name, runner, command) }));
  return measure<Answer>(contenders, { rounds, budget: Infinity });
}

function cells(times: ReadonlyMap<string, Times<Answer> | Unable>): string[] {
  const own = times.get('ours') as Times<Answer>;
  return RUNNERS.map(([name]) => {
    const found = times.get(name) as Times<Answer> | Unable;
    if ('unable' in found) return found.unable;
    const spread = `${showMs(found.median)} (${showMs(found.times[0])}–${showMs(found.times.at(-1) as number)})`;
    return name === 'ours' ? spread : `${spread}, ${showRatio(found.median / own.median)}`;
  });
}

const rows: string[][] = [];
const summary: string[] = [];
for (const [categorical, kind] of [
  [false, 'levels as ranks'],
  [true, 'levels as they are'],
] as const) {
  rows.push([`fit, ${kind}`, ...cells(await timesOf({ job: 'fit', categorical }, Number(options.rounds)))]);
  rows.push([`predict 53,940, ${kind}`, ...cells(await timesOf({ job: 'predict', batch: true, categorical }, Number(options.rounds)))]);
  rows.push([`predict 1 × 1,000, ${kind}`, ...cells(await timesOf({ job: 'predict', batch: false, categorical }, 3))]);
  for (const [name, runner] of RUNNERS) {
    const { mae = Number.NaN, r2 = Number.NaN } = (await ask(name, runner, { job: 'quality', categorical })) as Answer;
    summary.push(`${name}, ${kind}: MAE ${mae.toFixed(2)}, R² ${r2.toFixed(6)} on the test rows`);
  }
}
const versions = await python.ask<Record<string, string>>({ job: 'versions' });
await Promise.all([ours.close(), python.close()]);

const section: Section = {
  title: `Boosted trees on diamonds, ours on 1 thread, the others on ${peerThreads}`,
  about: `53,940 rows, 9 fields, ${settings.trees} trees of depth ${settings.maxDepth}, learning rate 0.1, 256 bins. Milliseconds, median (least–most), and how many times faster ours was. Ours begins
with records, the others with f32 arrays in memory; XGBoost's time holds its DMatrix.`,
  head: ['', ...RUNNERS.map(([name]) => name)],
  rows,
  summary: [
    ...summary,
    `Node.js ${process.versions.node}, ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}; load average ${loadAverage()}`,
  ],
};
console.log(toText(section));
