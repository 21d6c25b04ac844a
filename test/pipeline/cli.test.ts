import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { test as base, houses, LINEAR, toCsv } from './folder.ts';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Run = (...args: string[]) => Promise<Outcome>;

const CLI = join(import.meta.dirname, '../../server/cli.ts');

async function runIn(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env: { ...process.env, ...env } });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, err };
}

/** `run`: the command line in a folder with houses and a pipeline on them. */
const test = base.extend<{ run: Run }>({
  run: async ({ folder }, use) => {
    await writeFile(join(folder, 'houses.csv'), toCsv(houses(200)));
    await writeFile(join(folder, 'pipeline.config.ts'), `export default ${JSON.stringify(LINEAR)};`);
    await use((...args) => runIn(folder, args));
  },
});

async function json<Answer>(outcome: Promise<Outcome>): Promise<Answer> {
  const { code, out, err } = await outcome;
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
}

test('a model is trained, compared, promoted, rolled back and asked', async ({ run }) => {
  const { run: made } = await json<{ run: { id: string } }>(run('train', '--json'));
  expect(await json(run('runs', '--json'))).toMatchObject([{ id: made.id }]);
  expect(await json(run('compare', '--json'))).toMatchObject([{ model: 'linear', champion: true }, { model: 'by-area' }]);
  expect(await json(run('promote', made.id, 'by-area', '--json'))).toMatchObject({ version: 2, model: 'by-area' });
  expect(await json(run('rollback', '--json'))).toMatchObject({ version: 3, model: 'linear' });
  const { predictions } = await json<{ predictions: number[] }>(run('predict', 'houses.csv', '--model', 'houses', '--json'));
  expect(predictions).toHaveLength(200);
  const lines = await run('predict', 'houses.csv', '--model', 'houses');
  expect(lines.out.trim().split('\n').map(Number)).toEqual(predictions);
  expect(await json(run('evaluate', 'houses.csv', '--model', 'houses', '--json'))).toMatchObject({ version: 3, scores: { rows: 200 } });
  const [house] = houses(1);
  const similar = await json<{ record: object }[]>(run('similar', JSON.stringify(house), '--model', 'houses', '--count', '2', '--json'));
  expect(similar).toHaveLength(2);
  for (const text of [await run('runs'), await run('compare', '--again')]) expect(text).toMatchObject({ code: 0, err: '' });
});

test('a clustering is fitted, taught more, asked and scored', async ({ run }) => {
  expect(await json(run('fit', 'houses.csv', '--model', 'towns', '--options', '{"k":3}', '--json'))).toMatchObject({
    version: 1,
    clusters: 3,
  });
  const updated = await json(run('update', 'houses.csv', '--model', 'towns', '--json'));
  expect(updated).toMatchObject({ version: 2, repeated: 200, joined: 0, waiting: 0, newLabels: [] });
  const { predictions } = await json<{ predictions: number[] }>(run('predict', 'houses.csv', '--model', 'towns', '--json'));
  expect(updated).toMatchObject({ labels: predictions });
  expect(new Set(predictions).size).toBe(3);
  expect(await json(run('evaluate', 'houses.csv', '--model', 'towns', '--json'))).toMatchObject({ scores: { clusters: 3 } });
});

test('destinations, data and trials come from flags and the environment', async ({ run, folder }) => {
  await writeFile(join(folder, 'other.csv'), toCsv(houses(120)));
  const candidates = [{ name: 'tuned', type: 'linear-regression', search: { trials: 9, minRows: 10 } }];
  await writeFile(join(folder, 'tuned.json'), JSON.stringify({ ...LINEAR, candidates }));
  const flags = ['train', '-c', 'tuned.json', '--data-source', 'other.csv', '--models', 'm', '--data-destination', 'd', '--json'];
  const outcome = runIn(folder, flags, { CHAMPIONS: 'c', LOG_FILE: 'l/log.ndjson', TRIALS: '3', WORKERS: '1' });
  const { run: made } = await json<{ run: { id: string; data: { kept: number; sha256: string }; models: { trials: object[] }[] } }>(
    outcome,
  );
  expect(made.data.kept).toBe(120);
  expect(made.models[0].trials).toHaveLength(3);
  expect(await readdir(join(folder, 'm'))).toEqual([made.id]);
  expect(await readdir(join(folder, 'd'))).toEqual([`${made.data.sha256}.ndjson.gz`]);
  expect(await readdir(join(folder, 'c'))).toEqual(['00000001.json']);
  expect(await readdir(join(folder, 'l'))).toEqual(['log.ndjson']);
  expect(await json(run('predict', 'other.csv', '--model', 'houses', '--json'))).toMatchObject({ version: 1 }); // finds them by itself
});

test('exit codes and messages tell wrong use from failure', async ({ run, folder }) => {
  for (const args of [
    ['nonsense'],
    ['train', '--trials', '0'],
    ['train', '-c', 'none.json'],
    ['rollback'],
    ['promote', 'none', 'none'],
    ['predict', 'none.csv', '--model', 'houses'],
  ]) {
    const { code, out, err } = await run(...args);
    expect([args, code, out]).toEqual([args, 2, '']);
    expect(err).not.toMatch(/\n {4}at /);
  }
  const failed = await run('train', '-c', 'none.json', '--json');
  expect(JSON.parse(failed.err)).toMatchObject({ code: 'INVALID_OPTION', field: 'config', received: '"none.json"' });
  await writeFile(join(folder, 'file'), '');
  expect(await run('train', '--data-dir', 'file')).toMatchObject({ code: 1, out: '' });
  const help = await run('train', '--help');
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const word of ['--data-source', 'env: DATA_SOURCE', 'default: ".elements-clustering"', 'Exit codes: 0 done'])
    expect(help.out.replaceAll(/\s+/g, ' ')).toContain(word);
});

test('a reader that has read enough, as head has, is no failure', async ({ run, folder }) => {
  await run('train');
  const child = spawn(process.execPath, [CLI, 'predict', 'houses.csv', '--model', 'houses'], { cwd: folder });
  child.stdout.destroy();
  expect(await Promise.all([text(child.stderr), once(child, 'close')])).toEqual(['', [0, null]]);
});

test('Ctrl-C ends a training with its own exit code and leaves no run', async ({ run, folder }) => {
  const candidates = [{ name: 'slow', type: 'gradient-boosting', options: { trees: 100_000 } }];
  await writeFile(join(folder, 'slow.json'), JSON.stringify({ ...LINEAR, candidates }));
  const child = spawn(process.execPath, [CLI, 'train', '-c', 'slow.json', '--workers', '1'], { cwd: folder, stdio: 'ignore' });
  const closed = once(child, 'close');
  const history = join(folder, '.elements-clustering/pipelines/houses');
  while (!(await readdir(history).catch(() => [] as string[])).includes('data')) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await closed).toEqual([130, null]);
  expect(await json(run('runs', '-c', 'slow.json', '--json'))).toEqual([]);
});
