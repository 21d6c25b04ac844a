// Trains models of the prices of diamonds, compares them, and draws how good they are: node examples/diamonds/main.ts [--trials 27] [--workers 2]
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { Command } from 'commander';
import { type Diamond, readDiamonds } from '../../data/diamonds.ts';
import { createRunStore, placesIn } from '../../src/adapters/run-files.ts';
import { createRandom } from '../../src/core/random.ts';
import { splitRows } from '../../src/pipeline/split.ts';
import { createNodeRegistry, openPipeline, type RunRecord } from '../../src/pipeline.ts';
import { GradientBoosting, type LinearRegression } from '../../src/regression.ts';
import config from './pipeline.config.ts';
import { reportOf, type Section } from './report.ts';

const POINTS = 2000;

const { trials, workers, dataDir, report } = new Command('diamonds')
  .option('--trials <number>', 'options that the search tries', Number, 27)
  .option('--workers <number>', 'threads', Number, availableParallelism())
  .option('--data-dir <folder>', 'folder of models and histories', '.elements-clustering')
  .option('--report <file>', 'where the report goes', 'build/diamonds.html')
  .parse()
  .opts<{ trials: number; workers: number; dataDir: string; report: string }>();

const candidates = config.candidates.map((one) => (one.search ? { ...one, search: { ...one.search, trials } } : one));
const history = `${dataDir}/pipelines/${config.name}`;
const pipeline = await openPipeline({ ...config, candidates }, { history, workers });

const bar = new SingleBar({ format: '{title} {bar} {percentage}% {duration_formatted}', clearOnComplete: true });
if (process.stderr.isTTY) bar.start(100, 0, { title: '' });
const { run, champion } = await pipeline.train({
  onProgress: ({ phase, candidate = '', done }) => bar.update(Math.floor(100 * done), { title: `${phase} ${candidate}`.padEnd(26) }),
});
bar.stop();

console.log(`run ${run.id}: ${run.data.read} rows read, ${run.data.trainRows} to learn from, ${run.data.testRows} held out`);
console.log(
  `dropped: ${run.data.dropped
    .filter(({ rows }) => rows > 0)
    .map(({ rule, rows }) => `${rows} ${rule}`)
    .join(', ')}\n`,
);
console.log(scoreTable(run));
console.log(champion ? `\nchampion ${champion.version}: ${champion.model}` : `\nthe champion stays: ${run.verdict.reason}`);

const served = await pipeline.load();
const [first] = (await readDiamonds()).filter(({ carat }) => carat === 1);
const { price, ...asked } = first;
console.log(`\n${JSON.stringify(asked)}\npredicted $${(await served.predict([asked]))[0].toFixed(0)}, sold for $${price}; like it were:`);
for (const { record } of await served.similar(asked)) console.log(`  ${record.carat} carat, $${record.price}`);

await mkdir(dirname(report), { recursive: true });
await writeFile(report, reportOf(run, await sectionsOf(run), served.champion));
console.log(`\nreport: ${pathToFileURL(resolve(report)).href}`);

function scoreTable({ models }: RunRecord): string {
  const table = new Table({ head: ['model', 'R²', 'MAE', 'RMSE', 'fit s', 'trials'], style: { head: [], border: [], compact: true } });
  for (const { name, scores, fitMs, trials } of models) {
    const { r2, meanAbsoluteError, rootMeanSquaredError } = scores ?? {};
    const shown = [r2?.toFixed(6), meanAbsoluteError?.toFixed(2), rootMeanSquaredError?.toFixed(2)].map((score) => score ?? '–');
    table.push([name, ...shown, (fitMs / 1000).toFixed(2), trials?.length ?? '']);
  }
  return table.toString();
}

/** For each model some of the held-out diamonds, the same for all. */
async function sectionsOf({ id, models, data, config }: RunRecord): Promise<Section[]> {
  const store = createRunStore(placesIn(history));
  const records = (await store.data(data.sha256)) as Diamond[];
  const { test } = splitRows(records, config.split);
  const random = createRandom(1);
  const drawn = Array.from({ length: POINTS }, () => records[test[random.integer(test.length)]]);
  const registry = createNodeRegistry();
  const sections = models.map(async ({ name, options }) => {
    const estimator = registry.fromBytes((await store.model({ run: id, model: name })) as Uint8Array);
    const predicted = await estimator.predict(drawn);
    const points = drawn.map(({ carat, price }, i) => ({ carat, price, predicted: predicted[i] }));
    if (estimator instanceof GradientBoosting) return { name, points, importance: estimator.importance };
    const { intercept, coefficients } = estimator as LinearRegression;
    return { name, points, linear: { intercept, coefficients, logarithm: options.logTarget === true } };
  });
  return Promise.all(sections);
}
