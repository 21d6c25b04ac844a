import { once } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { houses, test, toCsv } from './folder.ts';

test('dirty rows are dropped and counted, rule by rule, and never fatal', async ({ open, folder }) => {
  const pipeline = await open({
    drop: [
      { field: 'price', atMost: 0 },
      { field: 'area', equals: 0 },
    ],
  });
  await appendFile(
    join(folder, 'houses.csv'),
    ['n/a,Ulm,yes,100', '50,Ulm,yes,0', '0,Ulm,yes,100', '50,Ulm,yes,-3', '50,Ulm,yes,', '50,Ulm', '50,Ulm,yes,much', ''].join('\n'),
  );
  const { run } = await pipeline.train();
  expect(run.data.read).toBe(307);
  expect(run.data.kept).toBe(300);
  expect(Object.fromEntries(run.data.dropped.map(({ rule, rows }) => [rule, rows]))).toEqual({
    'unreadable row': 1,
    'area is not a number': 1,
    'price is not a number': 1,
    'price is missing or not a number': 1,
    'price at most 0': 2,
    'area equals 0': 1,
  });
});

test('data may be JSON or lines of JSON', async ({ open, folder }) => {
  await writeFile(join(folder, 'rows.json'), JSON.stringify([...houses(100), 7, null]));
  await writeFile(join(folder, 'rows.ndjson'), [...houses(100).map((row) => JSON.stringify(row)), '{"area":', '[]'].join('\n'));
  for (const data of ['rows.json', 'rows.ndjson']) {
    const { run } = await (await open({ data })).train();
    expect(run.data).toMatchObject({ read: 102, kept: 100 });
    expect(run.data.dropped[0]).toEqual({ rule: 'unreadable row', rows: 2 });
  }
});

test('data may come from a URL', async ({ open }) => {
  const server = createServer(({ url }, response) => response.writeHead(url === '/houses.csv?day=1' ? 200 : 404).end(toCsv(houses(100))));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { run } = await (await open({ data: `${site}/houses.csv?day=1` })).train();
  expect(run.data).toMatchObject({ source: `${site}/houses.csv?day=1`, read: 100, kept: 100 });
  const missing = (await open({ data: `${site}/none.csv` })).train();
  await expect(missing).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('404') });
  server.close();
});

test.for([
  [{ target: 'cost' }, 'target'],
  [{ numeric: ['size'] }, 'numeric'],
  [{ features: ['area', 'roof'] }, 'features'],
  [{ similar: { match: ['street'] } }, 'similar'],
  [{ split: { by: 'time', field: 'day' } }, 'split'],
] as const)('data without such a field at all is refused: %j', async ([change, field], { open }) => {
  await expect((await open(change as object)).train()).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field } });
});

test('data too scarce for the metric makes no champion', async ({ open }) => {
  const rows = houses(20).map((house, i) => ({ ...house, day: `2026-01-${10 + i}` }));
  const pipeline = await open({ split: { by: 'time', field: 'day', testShare: 0.05 } }, rows); // R² of one row is not defined
  const { run, champion } = await pipeline.train();
  expect(run.data.testRows).toBe(1);
  expect(run.verdict).toMatchObject({ promote: false, reason: 'r2 is not defined on the rows held out' });
  expect(champion).toBeUndefined();
});

test('data without any row left says why', async ({ open }) => {
  const pipeline = await open({ drop: [{ field: 'price', atLeast: 0 }] });
  await expect(pipeline.train()).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('300 dropped: price at least 0'),
  });
});
