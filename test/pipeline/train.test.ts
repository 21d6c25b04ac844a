import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openPipeline } from '../../src/pipeline.ts';
import { houses, LINEAR, test } from './folder.ts';

test('a run keeps data, models, scores and what made them, and crowns the best model', async ({ open, folder }) => {
  const pipeline = await open();
  const phases = new Set<string>();
  const { run, champion } = await pipeline.train({ onProgress: ({ phase }) => phases.add(phase) });
  expect([...phases]).toEqual(['reading', 'fitting', 'saving']);
  expect(champion).toMatchObject({ version: 1, run: run.id, model: 'linear', how: 'trained' });
  expect(run.verdict).toMatchObject({ challenger: 'linear', champion: null, promote: true });
  expect(run.models.map(({ name }) => name)).toEqual(['by-area', 'linear']);
  for (const { scores, sha256, bytes } of run.models) {
    expect(scores).toMatchObject({ rows: run.data.testRows, r2: expect.any(Number), meanAbsoluteError: expect.any(Number) });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes).toBeGreaterThan(0);
  }
  expect(run.data).toMatchObject({ read: 300, kept: 300, source: 'houses.csv', fields: ['area', 'garden', 'price', 'town'] });
  expect(run.data.trainRows + run.data.testRows).toBe(300);
  expect(await pipeline.runs()).toEqual([JSON.parse(JSON.stringify(run))]);
  const { estimator } = await pipeline.load();
  expect(await estimator.evaluate(houses(300))).toMatchObject({ rows: 300 });
  const log = (await readFile(join(folder, 'pipelines/houses/log.ndjson'), 'utf8')).trim().split('\n');
  expect(log.map((line) => JSON.parse(line).event)).toEqual(['train', 'trained', 'champion']);
});

test('the same data and configuration give the same models, in threads too', async ({ open }) => {
  const tuned = [{ name: 'tuned', type: 'gradient-boosting', options: { trees: 20 }, search: { trials: 6, minRows: 30 } }];
  const [here, inThreads] = [await open({ candidates: tuned }), await open({ candidates: tuned }, undefined, 3)];
  const models = [(await here.train()).run.models[0], (await inThreads.train()).run.models[0], (await inThreads.train()).run.models[0]];
  const facts = models.map(({ sha256, options, scores, trials }) => ({
    sha256,
    options,
    scores,
    trials: trials?.map((one) => ({ ...one, rungs: one.rungs.map(({ rows, score, error }) => ({ rows, score, error })) })),
  }));
  expect(facts[1]).toEqual(facts[0]);
  expect(facts[2]).toEqual(facts[0]);
  expect(facts[0].trials).toHaveLength(6);
  expect(facts[0].trials?.map(({ rungs }) => rungs.length).toSorted()).toEqual([1, 1, 1, 1, 2, 2]);
});

test('a worse challenger does not take the place of the champion, a better one does', async ({ open }) => {
  const both = await open();
  await both.train();
  const worse = await open({ candidates: [{ name: 'by-garden', type: 'linear-regression', options: { fields: ['garden'] } }] });
  const { run, champion } = await worse.train();
  expect(champion).toBeUndefined();
  expect(run.verdict).toMatchObject({ challenger: 'by-garden', champion: { model: 'linear', version: 1 }, promote: false });
  expect(run.verdict.gain).toBeLessThan(0);
  const better = await open(
    { candidates: [{ name: 'trees', type: 'gradient-boosting' }] },
    houses(300).map((house) => ({ ...house, price: house.area ** 3 })),
  );
  const next = await better.train();
  expect(next.champion).toMatchObject({ version: 2, model: 'trees' });
  const { scores } = next.run.verdict.champion ?? {};
  expect(scores?.rows).toBe(next.run.data.testRows); // scored again on the new rows
  expect((await both.champions()).map(({ version, model }) => [version, model])).toEqual([
    [1, 'linear'],
    [2, 'trees'],
  ]);
});

test('a gain below the one asked for is not enough, and promotion may wait for a person', async ({ open }) => {
  await (await open({ candidates: [LINEAR.candidates[0]] })).train();
  const { champion, run } = await (await open({ promotion: { minGain: 0.9 } })).train();
  expect(champion).toBeUndefined();
  expect(run.verdict.gain).toBeGreaterThan(0);
  const byHand = await open({ promotion: { automatic: false } });
  expect((await byHand.train()).champion).toBeUndefined();
  expect(await byHand.promote({ run: run.id, model: 'linear' })).toMatchObject({ version: 2, how: 'promoted' });
});

test('rollback goes back one champion at a time', async ({ open }) => {
  const pipeline = await open();
  const { run } = await pipeline.train();
  await pipeline.promote({ run: run.id, model: 'by-area' });
  expect((await pipeline.load()).champion).toMatchObject({ version: 2, model: 'by-area' });
  expect(await pipeline.rollback()).toMatchObject({ version: 3, model: 'linear', how: 'rolled back' });
  await expect(pipeline.rollback()).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  await pipeline.promote({ run: run.id, model: 'by-area' });
  await pipeline.promote({ run: run.id, model: 'linear' });
  expect((await pipeline.rollback()).model).toBe('by-area');
  expect((await pipeline.rollback()).model).toBe('linear');
  await expect(pipeline.promote({ run: run.id, model: 'none' })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

test('models of all runs are compared, on the newest held-out rows where asked for', async ({ open }) => {
  const first = await (await open()).train();
  const pipeline = await open({}, houses(400, 2));
  const second = await pipeline.train();
  const compared = await pipeline.compare();
  expect(compared.map(({ model }) => model)).toEqual(['linear', 'linear', 'by-area', 'by-area']);
  expect(compared.filter(({ champion }) => champion)).toHaveLength(1);
  const again = await pipeline.compare({ again: true });
  expect(again.map(({ scores }) => scores?.rows)).toEqual(new Array(4).fill(second.run.data.testRows));
  expect((await pipeline.compare({ runs: [first.run.id] })).map(({ run }) => run)).toEqual([first.run.id, first.run.id]);
  await expect(pipeline.compare({ runs: ['none'] })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

test('a candidate that fails is kept as failed, the others go on', async ({ open }) => {
  const { run, champion } = await (
    await open({
      candidates: [{ name: 'strange', type: 'linear-regression', options: { fields: ['nowhere'] } }, ...LINEAR.candidates],
    })
  ).train();
  expect(run.models[0]).toMatchObject({ scores: null, error: expect.stringContaining('nowhere') });
  expect(champion?.model).toBe('linear');
});

test('rows held out by time are the latest', async ({ open }) => {
  const rows = houses(100).map((house, i) => ({ ...house, day: `2026-01-${String(1 + (i % 31)).padStart(2, '0')}` }));
  const { run } = await (await open({ split: { by: 'time', field: 'day', testShare: 0.3 } }, rows)).train();
  expect(run.data).toMatchObject({ testRows: 30, trainRows: 70 });
});

test('features keep all other fields from models, and predictions take whole rows', async ({ open }) => {
  const pipeline = await open({ features: ['area', 'town'] });
  await pipeline.train();
  const { predict, estimator } = await pipeline.load();
  expect(estimator.schema.fields.map(({ name }) => name)).toEqual(['area', 'town']);
  const [house] = houses(1);
  const { area, town } = house;
  expect(await predict([house])).toEqual(await predict([{ area, town }]));
  await expect(predict([{ ...house, attic: 1 }])).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'attic' } });
});

test('an aborted run leaves no run', async ({ open }) => {
  for (const workers of [0, 2]) {
    const pipeline = await open(
      { candidates: [{ name: 'slow', type: 'gradient-boosting', options: { trees: 100_000 } }] },
      undefined,
      workers,
    );
    const stop = new AbortController();
    const training = pipeline.train({
      signal: stop.signal,
      onProgress: ({ phase }) => phase === 'fitting' && setTimeout(() => stop.abort(), 50),
    });
    await expect(training).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await pipeline.runs()).toEqual([]);
  }
});

test('clusterings are candidates too', async ({ open }) => {
  const candidates = [2, 3, 4].map((k) => ({ name: `k${k}`, type: 'clustering', options: { k } }));
  const { run, champion } = await (await open({ target: undefined, candidates, features: ['town'] })).train();
  expect(run.metric).toEqual({ score: 'silhouette', goal: 'max' });
  expect(champion?.model).toBe('k3');
});

test.for([
  [{ target: 7 }, 'target'],
  [{ candidates: [] }, 'candidates'],
  [{ candidates: [{ name: 'a', type: 'none' }] }, 'candidates.0.type'],
  [{ candidates: [{ name: 'a', type: 'linear-regression', options: { l2: -1 } }] }, 'candidates.0.options.l2'],
  [{ candidates: [{ name: 'a', type: 'clustering' }] }, 'candidates.0.type'],
  [{ drop: [{ field: 'price' }] }, 'drop.0'],
  [{ drop: [{ field: 'price', atMost: 'x' }] }, 'drop.0.atMost'],
  [{ split: { by: 'random', testShare: 2 } }, 'split.testShare'],
  [{ features: ['price'] }, 'features'],
  [{ name: '../up' }, 'name'],
  [{ nonsense: 1 }, 'nonsense'],
  [{ split: { by: 'random', share: 0.1 } }, 'split.share'],
  [{ candidates: [{ name: 'a', type: 'linear-regression', options: { l3: 1 } }] }, 'candidates.0.options.l3'],
  [{ metric: 'r' }, 'metric'],
])('configuration %j is refused at %s', async ([change, field]) => {
  const train = async () => (await openPipeline({ ...LINEAR, ...(change as object) })).train({ records: houses(50) });
  await expect(train()).rejects.toMatchObject({ code: 'INVALID_OPTION', details: { field } });
});
