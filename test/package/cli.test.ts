import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { houses, LINEAR, toCsv } from '../pipeline/folder.ts';
import { postgresTests } from '../server/databases.ts';
import { GROUPS, good, post, startProcess } from '../server/service.ts';
import { type InstalledPackage, installPackage } from './installed.ts';
import { nodePrograms } from './nodes.ts';

let app: string;
let program: string;
let remove: InstalledPackage['remove'];

beforeAll(async () => {
  ({ app, remove } = installPackage());
  program = join(app, 'node_modules/.bin/elements-clustering');
  writeFileSync(join(app, 'houses.csv'), toCsv(houses(200)));
  const config = { ...LINEAR, candidates: [...LINEAR.candidates, { name: 'mean', type: 'mean' }], estimators: ['./mean.ts'] };
  writeFileSync(
    join(app, 'pipeline.config.ts'),
    `import { definePipeline, type PipelineConfig } from 'elements-clustering/pipeline';
    const config: PipelineConfig = ${JSON.stringify(config)};
    export default definePipeline(config);`,
  );
  writeFileSync(join(app, 'mean.ts'), OWN_ESTIMATOR);
  await run('train', '--workers', '2');
});

afterAll(() => remove());

/** A type of the program's own, whose errors are the library's. */
const OWN_ESTIMATOR = `import { ElementsClusteringError } from 'elements-clustering';
export default {
  type: 'mean', task: 'regression', options: { properties: {} },
  create: () => ({ fit: async () => { throw new ElementsClusteringError('INVALID_INPUT', 'not today') } }),
  fromBytes: () => undefined,
};`;

async function run(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [program, ...args], { cwd: app })).stdout;
}

test.each(nodePrograms())('with Node $version it runs, or says which it needs', async ({ path, version }) => {
  const [major] = version.slice(1).split('.').map(Number);
  const answer = promisify(execFile)(path, [program, '--help'], { cwd: app });
  if (major >= 24) expect((await answer).stdout).toMatch(/^Usage: elements-clustering/);
  else
    await expect(answer).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^elements-clustering needs Node 22.18/),
    });
});

test('trains with a configuration in TypeScript and an estimator of the program’s own, in threads', async () => {
  const [{ models, verdict }] = JSON.parse(await run('runs', '--json'));
  expect(models).toMatchObject([
    { name: 'by-area', scores: {} },
    { name: 'linear', scores: {} },
    { name: 'mean', error: 'not today' },
  ]);
  expect(verdict).toMatchObject({ challenger: 'linear', promote: true });
});

/** What the service does in processes and threads of its own, and files that it reads. */
async function expectService(...flags: string[]): Promise<void> {
  const service = await startProcess(['--port', '0', '--data-dir', join(app, '.elements-clustering'), ...flags], [program, 'serve']);
  const [house] = houses(1);
  expect(await good(post(`${service.url}/models/houses/predict`, house))).toMatchObject({ type: 'linear-regression', version: 1 });
  expect(await good(post(`${service.url}/models/houses/similar`, house))).toMatchObject({ version: 1 });
  await good(post(`${service.url}/fit`, { data: GROUPS, options: { k: 3 } }));
  const { predictions } = await good<{ predictions: number[] }>(post(`${service.url}/predict`, GROUPS));
  expect(new Set(predictions).size).toBe(3);
  const { requests } = await good<{ requests: { route: string }[] }>(fetch(`${service.url}/requests`));
  expect(requests.map(({ route }) => route).slice(0, 2)).toEqual(['/predict', '/fit']);
  for (const path of ['/docs', '/docs/start.js', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/openapi.json'])
    expect([path, (await fetch(service.url + path)).status]).toEqual([path, 200]);
  process.kill(service.pid, 'SIGTERM');
  expect(await service.exit).toEqual([0, null]);
}

test('serves', () => expectService());

postgresTests('serves, with its log in PostgreSQL', (server) => {
  test('from its own client', async () => expectService('--log-database', await server().createDatabase()));
});
