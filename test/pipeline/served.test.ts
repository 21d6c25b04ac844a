import { join } from 'node:path';
import { expect } from 'vitest';
import { openPipeline, type PipelineConfig } from '../../src/pipeline.ts';
import { bad, good, post, test } from '../server/service.ts';
import { houses } from './folder.ts';
import { MODULE } from './mean-estimator.ts';

const [HOUSE] = houses(1, 9);

/** A type that the library does not have, trained and compared with one of its own. */
const CONFIG: PipelineConfig = {
  name: 'houses',
  data: 'none.csv',
  target: 'price',
  estimators: [MODULE],
  candidates: [
    { name: 'means', type: 'mean', options: { by: 'town' }, search: { trials: 4, minRows: 50 } },
    { name: 'mean', type: 'mean' },
  ],
  similar: { match: ['town', 'garden'], nearest: ['area'], count: 3 },
};

const open = (folder: string, config = CONFIG, workers = 1) => openPipeline(config, { history: join(folder, 'pipelines/houses'), workers });

test('a type of estimator from outside is searched, trained, compared, promoted and served', async ({ folder, start }) => {
  const records = houses(500);
  const pipeline = await open(folder);
  const { run, champion } = await pipeline.train({ records });
  expect(champion).toMatchObject({ version: 1, model: 'means' });
  expect(run.models[0].trials).toHaveLength(4);
  const { url } = await start({ estimators: [MODULE] });
  const [expected] = await (await pipeline.load()).predict([HOUSE]);
  const answered = await good(post(`${url}/models/houses/predict`, HOUSE));
  expect(answered).toEqual({ prediction: expected, model: 'houses', version: 1, type: 'mean', run: run.id });

  // from now on, and without a new start of the service
  const better = await open(folder, { ...CONFIG, candidates: [{ name: 'linear', type: 'linear-regression' }] });
  expect((await better.train({ records })).champion).toMatchObject({ version: 2, model: 'linear' });
  expect(await good(post(`${url}/models/houses/predict`, HOUSE))).toMatchObject({ version: 2, type: 'linear-regression' });
  expect(await good(post(`${url}/models/houses/predict?version=1`, HOUSE))).toEqual(answered);
  await better.rollback();
  expect(await good(post(`${url}/models/houses/predict`, HOUSE))).toMatchObject({ version: 3, prediction: expected });
  expect(await good(fetch(`${url}/models`))).toEqual({ models: [{ model: 'houses', versions: [1, 2, 3] }] });
});

test('similar training records: equal in some fields, nearest in another', async ({ folder, start }) => {
  const pipeline = await open(folder, { ...CONFIG, candidates: [{ name: 'linear', type: 'linear-regression' }] });
  const { run } = await pipeline.train({ records: houses(500) });
  const { url } = await start();
  const found = await good<{ similar: { row: number; record: typeof HOUSE }[] }>(post(`${url}/models/houses/similar`, HOUSE));
  expect(found).toMatchObject({ model: 'houses', version: 1, run: run.id });
  expect(found.similar).toHaveLength(3);
  const distances = found.similar.map(({ record }) => Math.abs(record.area - HOUSE.area));
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  for (const { row, record } of found.similar) {
    expect(record).toEqual(houses(500)[row]);
    expect(record).toMatchObject({ town: HOUSE.town, garden: HOUSE.garden });
  }
  const more = await good<typeof found>(post(`${url}/models/houses/similar?count=10`, HOUSE));
  expect(more.similar.slice(0, 3)).toEqual(found.similar);
  expect(await good(post(`${url}/models/houses/similar`, { ...HOUSE, town: 'Rom' }))).toMatchObject({ similar: [] });
});

test('what a caller does wrong is a problem that says what', async ({ folder, start }) => {
  const plain = { ...CONFIG, similar: undefined, candidates: [{ name: 'linear', type: 'linear-regression' }] };
  await (await open(folder, plain)).train({ records: houses(300) });
  const { url } = await start();
  const { town: _, ...townless } = HOUSE;
  expect(await bad(post(`${url}/models/houses/predict`, townless), 422, 'INVALID_INPUT')).toMatchObject({ field: 'town' });
  expect(await bad(post(`${url}/models/houses/predict`, { ...HOUSE, town: 'Rom' }), 422, 'INVALID_INPUT')).toMatchObject({ field: 'town' });
  expect(await bad(post(`${url}/models/houses/predict`, { ...HOUSE, attic: 1 }), 422, 'INVALID_INPUT')).toMatchObject({ field: 'attic' });
  expect(await bad(post(`${url}/models/houses/predict`, { ...HOUSE, area: 'big' }), 422, 'INVALID_INPUT')).toMatchObject({ field: 'area' });
  await bad(post(`${url}/models/houses/predict`, [HOUSE]), 422, 'INVALID_INPUT');
  await bad(post(`${url}/models/houses/predict`, undefined, { body: '{' }), 400, 'MALFORMED_JSON');
  await bad(post(`${url}/models/houses/predict?version=7`, HOUSE), 404, 'MODEL_NOT_FOUND');
  await bad(post(`${url}/models/houses/predict?version=x`, HOUSE), 422, 'INVALID_QUERY');
  await bad(post(`${url}/models/none/predict`, HOUSE), 404, 'MODEL_NOT_FOUND');
  await bad(post(`${url}/models/..%2Fhouses/predict`, HOUSE), 422, 'INVALID_NAME');
  await bad(post(`${url}/models/houses/similar`, HOUSE), 422, 'INVALID_OPTION');
  await bad(post(`${url}/models/none/similar`, HOUSE), 404, 'MODEL_NOT_FOUND');
  await bad(fetch(`${url}/models/houses/predict`), 405, 'METHOD_NOT_ALLOWED');
});

test('the history over HTTP: runs, comparison, promotion and rollback', async ({ folder, start }) => {
  const pipeline = await open(folder);
  const { run } = await pipeline.train({ records: houses(300) });
  const { url } = await start({ estimators: [MODULE] });
  const models = `${url}/models/houses`;
  const { runs } = await good<{ runs: object[] }>(fetch(`${models}/runs`));
  expect(runs).toMatchObject([
    { id: run.id, rows: 300, challenger: 'means', promoted: true, models: [{ name: 'means' }, { name: 'mean' }] },
  ]);
  expect(await good(fetch(`${models}/runs/${run.id}`))).toEqual(JSON.parse(JSON.stringify(run)));
  expect(await good(fetch(`${models}/compare?runs=${run.id}`))).toEqual({ models: JSON.parse(JSON.stringify(await pipeline.compare())) });
  expect(await good(post(`${models}/promote`, { run: run.id, model: 'mean' }))).toMatchObject({
    version: 2,
    model: 'mean',
    how: 'promoted',
  });
  expect(await good(post(`${models}/predict`, HOUSE))).toMatchObject({ version: 2 });
  expect(await good(fetch(`${models}/rollback`, { method: 'POST' }))).toMatchObject({ version: 3, model: 'means', how: 'rolled back' });
  expect(await pipeline.champion()).toMatchObject({ version: 3, model: 'means' });
  const { requests } = await good<{ requests: object[] }>(fetch(`${url}/requests?limit=1&route=/models/{name}/rollback`));
  expect(requests).toMatchObject([{ route: '/models/{name}/rollback', model: 'houses', version: 3, status: 200 }]);

  await bad(fetch(`${models}/rollback`, { method: 'POST' }), 404, 'MODEL_NOT_FOUND');
  await bad(fetch(`${models}/rollback`, { method: 'POST', headers: { Origin: 'https://example.org' } }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  await bad(post(`${models}/promote`, { run: run.id, model: 'none' }), 404, 'MODEL_NOT_FOUND');
  expect(await bad(post(`${models}/promote`, { run: run.id }), 422, 'INVALID_INPUT')).toMatchObject({ field: 'model' });
  await bad(fetch(`${models}/runs/none`), 404, 'MODEL_NOT_FOUND');
  await bad(fetch(`${models}/compare?runs=none`), 404, 'MODEL_NOT_FOUND');
  await bad(fetch(`${url}/models/none/runs`), 404, 'MODEL_NOT_FOUND');
});

test('a clustering answers for one record, too', async ({ start }) => {
  const { url } = await start();
  const data = houses(60).map(({ area, town }) => ({ area, town }));
  await good(post(`${url}/fit`, { data, options: { k: 3 }, model: 'towns' }));
  const { predictions } = await good<{ predictions: number[] }>(post(`${url}/predict`, { data: data.slice(0, 1), model: 'towns' }));
  expect(await good(post(`${url}/models/towns/predict`, data[0]))).toEqual({
    prediction: predictions[0],
    model: 'towns',
    version: 1,
    type: 'clustering',
    run: null,
  });
  await bad(post(`${url}/models/towns/similar`, data[0]), 404, 'MODEL_NOT_FOUND');
});
