// The main job on real data: starts the service, trains it on elements of documentation pages, asks it about elements of other pages
// one at a time, scores both, teaches it later pages batch by batch, and shows what it found.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { readElements } from '../../data/elements.ts';
import { startService } from '../../server/start.ts';
import { createClient, type UpdateAnswer } from './client.ts';
import { clusterTable, newLabelTable, scoreTable, updateTable } from './report.ts';

const { roles, train, validation, batches } = await readElements();
const dataDir = await mkdtemp(join(tmpdir(), 'elements-clustering-demo-'));
const service = await startService(
  {
    host: '127.0.0.1',
    port: 0,
    dataDir,
    maxBodyBytes: 64 * 2 ** 20,
    fitConcurrency: 1,
    fitQueue: 4,
    fitMemoryMb: undefined,
    modelCache: 16,
    keepUpdates: 10,
    shutdownSeconds: 10,
    logDatabase: join(dataDir, 'requests.sqlite'),
    logBodyBytes: 64 * 1024,
    logDays: undefined,
  },
  () => {},
);

try {
  const client = createClient(service.url);
  console.log(`service at ${service.url}, models in ${dataDir}`);
  console.log(
    `${train.elements.length} elements to train on, ${validation.elements.length} of other pages to ask about, ${roles.length} roles\n`,
  );

  const fitted = await timed('POST /fit', 1, () => client.fit(train.elements));
  console.log(`  ${fitted.answer.message} (${fitted.answer.model} version ${fitted.answer.version}, ${fitted.answer.engine} engine)`);

  const asked = await timed('POST /predict', validation.elements.length, async (step) => {
    for (const element of validation.elements) {
      await client.predict(element);
      step();
    }
  });

  const presence = { data: train.elements, model: 'presence', options: { features: 'presence', k: fitted.answer.clusters } };
  const baseline = await timed('POST /fit presence', 1, () => client.fit(presence));
  const question = { data: validation.elements, truth: [...validation.truth] };
  const scored = await timed('POST /evaluate', 1, () => client.evaluate(question));
  const plain = await client.evaluate({ ...question, model: 'presence' });
  const trained = await client.predict(train.elements);

  console.log(`\nThe largest of ${fitted.answer.clusters} clusters, by training elements:`);
  console.log(clusterTable(train.elements, trained.predictions));
  console.log(
    '\nAgreement of the labels of the validation elements with their roles (1 is perfect, 0 is chance for AMI and ARI), and Q, which knows no roles:',
  );
  console.log(
    scoreTable([
      { name: 'records (default)', clusters: fitted.answer.clusters, scores: scored.answer },
      { name: 'presence of fields', clusters: baseline.answer.clusters, scores: plain },
    ]),
  );

  const updates: UpdateAnswer[] = [];
  const taught = await timed('POST /update', batches.length, async (step) => {
    for (const { elements } of batches) {
      updates.push(await client.update(elements));
      step();
    }
  });
  const after = await client.predict(train.elements);
  const changed = after.predictions.filter((label, i) => label !== trained.predictions[i]).length;
  console.log('\nFive batches of later pages, and what became of their elements:');
  console.log(updateTable(updates));
  console.log('The new labels:');
  console.log(newLabelTable(updates));
  console.log(`${changed} of ${train.elements.length} training elements changed their label.`);
  console.log(
    `\nfit ${fitted.ms.toFixed(0)} ms over HTTP, saved; ${validation.elements.length} predictions, one request each, ${asked.ms.toFixed(0)} ms`,
  );
  console.log(
    `(${((1000 * validation.elements.length) / asked.ms).toFixed(0)} requests a second); five updates, saved, ${taught.ms.toFixed(0)} ms`,
  );
} finally {
  await service.close();
  await rm(dataDir, { recursive: true });
}

/** Runs a task of `steps` steps under a progress bar; a task of one step is done when it returns. */
async function timed<Answer>(
  title: string,
  steps: number,
  task: (step: () => void) => Promise<Answer>,
): Promise<{ answer: Answer; ms: number }> {
  const format = `${title.padEnd(20)} {bar} {value}/{total} {duration_formatted}`;
  const bar = new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 60_000, etaBuffer: 100 });
  const start = performance.now();
  bar.start(steps, 0);
  try {
    const answer = await task(() => bar.increment());
    bar.update(steps);
    return { answer, ms: performance.now() - start };
  } finally {
    bar.stop();
  }
}
