// Are tuned boosted trees as good as XGBoost's? Both search the same random trials on diamonds; each library's best on validation rows is judged by the test rows.
import { Command } from 'commander';
import { splitDiamonds } from '../data/diamonds.ts';
import { createRandom } from '../src/core/random.ts';
import { BOOSTING_SEARCH_SPACE } from '../src/estimators/boosting/options.ts';
import { drawOptions } from '../src/pipeline/search-space.ts';
import { boostingOurs, boostingPeers } from './boosting-runners.ts';
import { loadAverage } from './machine.ts';
import { progress, progressDone } from './progress.ts';
import { sectionToMarkdown } from './report.ts';
import type { Runner } from './runner.ts';

interface Options {
  readonly trials: string;
  readonly seeds: string;
  readonly validation: string;
  readonly python: string;
}

const options = new Command('node bench/tuning.ts')
  .option('--trials <n>', 'random trials of each search', '20')
  .option('--seeds <list>', 'one search for each seed, which draws its trials and its validation rows', '0,1,2')
  .option('--validation <share>', 'share of the training rows to compare trials on', '0.2')
  .option('--python <file>', 'interpreter that has XGBoost', '/usr/bin/python3')
  .parse()
  .opts<Options>();

interface Quality {
  readonly mae: number;
  readonly r2: number;
}

/** What is the same for both libraries. */
interface Task {
  readonly logTarget: boolean;
  readonly categorical: boolean;
}

const LIBRARIES: readonly (readonly [name: string, runner: Runner])[] = [
  ['ours', boostingOurs()],
  ['XGBoost', boostingPeers(options.python, 1)],
];
const { logTarget: _, ...space } = BOOSTING_SEARCH_SPACE; // each is tuned with and without
const { train } = await splitDiamonds();
const searches = options.seeds.split(',').map((seed) => {
  const random = createRandom(Number(seed));
  const trials = Array.from({ length: Number(options.trials) }, () => drawOptions(space, random));
  return { seed, trials, validation: train.flatMap((_, row) => (random.next() < Number(options.validation) ? [row] : [])) };
});

/** The test rows' word on what each search finds. */
async function tuned(name: string, runner: Runner, task: Task): Promise<Quality[]> {
  const ask = async (settings: object, on: object): Promise<Quality> => {
    const answer = await runner.ask<Quality>({ job: 'quality', name, settings, ...task, ...on });
    if ('unable' in answer) throw new Error(`${name}: ${answer.unable}`);
    return answer;
  };
  const found: Quality[] = [];
  for (const { seed, trials, validation } of searches) {
    let best = { r2: -Infinity, settings: {} };
    for (const [i, settings] of trials.entries()) {
      progress(`${name}, ${JSON.stringify(task)}, seed ${seed}: trial ${i + 1} of ${trials.length}`);
      const { r2 } = await ask(settings, { validation });
      if (r2 > best.r2) best = { r2, settings };
    }
    found.push(await ask(best.settings, {}));
  }
  return found;
}

const show = (values: readonly number[], digits: number): string => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${mean.toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
};

const rows: string[][] = [];
for (const logTarget of [false, true]) {
  for (const categorical of [false, true]) {
    for (const [name, runner] of LIBRARIES) {
      const found = await tuned(name, runner, { logTarget, categorical });
      rows.push([
        logTarget ? 'logarithm' : 'price',
        categorical ? 'as they are' : 'as ranks',
        name,
        show(
          found.map(({ r2 }) => r2),
          6,
        ),
        show(
          found.map(({ mae }) => mae),
          2,
        ),
      ]);
    }
  }
}
progressDone();
const versions = await LIBRARIES[1][1].ask<Record<string, string>>({ job: 'versions' });
await Promise.all(LIBRARIES.map(([, runner]) => runner.close()));

const ranges = Object.entries(space).map(([name, range]) => (range.kind === 'choice' ? name : `${name} ${range.least}–${range.most}`));
const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
console.log(
  sectionToMarkdown({
    title: 'Tuned boosting on diamonds',
    about: `Both libraries search the same ${options.trials} random trials: ${ranges.join(', ')}. The best R² on ${Number(options.validation) * 100} % of the
training rows decides; that trial then learns all training rows and is judged by the test rows. Means of ${searches.length} searches with other trials and other validation rows (least–most).`,
    head: ['target', 'levels', 'library', 'R²', 'MAE ($)'],
    rows,
    summary: [`Node.js ${process.versions.node}, ${used.join(', ')}; load average ${loadAverage()}`],
  }),
);
