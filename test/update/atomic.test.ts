import { expect, it, test } from 'vitest';
import { ElementsClustering, ElementsClusteringError, type Input, type Progress, type UpdateOptions } from '../../src/index.ts';
import { blobs } from './worlds.ts';

const CORNERS = [
  [0, 0],
  [20, 0],
  [20, 20],
];
const LATER = blobs([...CORNERS, [0, 20]], 4000, { seed: 9 }).rows;

async function fitted(): Promise<ElementsClustering> {
  const model = await new ElementsClustering({ k: 3 }).fit(blobs(CORNERS, 300).rows);
  await model.update([[500, 500]]);
  return model;
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error) => (error instanceof ElementsClusteringError ? error.code : error),
  );

it.each<{ title: string; input: unknown; options?: object; code: string }>([
  { title: 'no rows', input: [], code: 'INVALID_INPUT' },
  { title: 'a ragged row', input: [[1, 2], [3]], code: 'INVALID_INPUT' },
  { title: 'NaN', input: [[1, Number.NaN]], code: 'INVALID_INPUT' },
  { title: 'NaN in a typed array', input: { data: Float64Array.of(1, Number.NaN), rows: 1, columns: 2 }, code: 'INVALID_INPUT' },
  { title: 'other columns', input: [[1, 2, 3]], code: 'INVALID_INPUT' },
  { title: 'records for numbers', input: [{ a: 1 }], code: 'INVALID_INPUT' },
  { title: 'wrong weights', input: [[1, 2]], options: { weights: [-1] }, code: 'INVALID_INPUT' },
  { title: 'a size of 0', input: [[1, 2]], options: { minClusterSize: 0 }, code: 'INVALID_OPTION' },
  { title: 'a half-life of 0', input: [[1, 2]], options: { halfLife: 0 }, code: 'INVALID_OPTION' },
  { title: 'a negative room', input: [[1, 2]], options: { maxWaiting: -1 }, code: 'INVALID_OPTION' },
])('an update that fails by $title changes nothing', async ({ input, options, code }) => {
  const model = await fitted();
  const before = model.toBytes();
  expect(await codeOf(model.update(input as Input, options as UpdateOptions))).toBe(code);
  expect(Buffer.compare(model.toBytes(), before)).toBe(0);
});

it('can be stopped at any report, by the signal or by an error of the callback, and then changes nothing', async () => {
  const reports: Progress[] = [];
  await (await fitted()).update(LATER, { onProgress: (progress) => reports.push(progress) });
  expect(reports.map(({ done }) => done)).toEqual(reports.map(({ done }) => done).toSorted((a, b) => a - b));
  expect(new Set(reports.map(({ phase }) => phase))).toEqual(new Set(['features', 'assigning', 'detecting']));
  const model = await fitted();
  const before = model.toBytes();
  for (const [stopAt] of reports.entries()) {
    const controller = new AbortController();
    let seen = 0;
    const abort = () => seen++ === stopAt && controller.abort('enough');
    expect(await codeOf(model.update(LATER, { signal: controller.signal, onProgress: abort }))).toBe('ABORTED');
    const failure = new Error('the bar broke');
    seen = 0;
    const fail = () => {
      if (seen++ === stopAt) throw failure;
    };
    expect(await codeOf(model.update(LATER, { onProgress: fail }))).toBe(failure);
  }
  expect(Buffer.compare(model.toBytes(), before)).toBe(0);
  expect((await model.update(LATER)).newLabels).toHaveLength(1);
});

test('changes asked for at once are made one after the other, in that order', async () => {
  const [together, apart] = [await fitted(), await fitted()];
  const parts = [LATER.slice(0, 1000), LATER.slice(1000, 2000), LATER.slice(2000)];
  const updates = parts.map((part) => together.update(part));
  const merging = together.mergeClusters([0, 1]);
  const naming = together.renameCluster(0, 'corner');
  const asked = together.assign(LATER.slice(0, 50));
  const expected = [];
  for (const part of parts) expected.push(await apart.update(part));
  expect(await Promise.all(updates)).toEqual(expected);
  expect(await merging).toBe(await apart.mergeClusters([0, 1]));
  await naming;
  await apart.renameCluster(0, 'corner');
  expect(await asked).toEqual(await apart.assign(LATER.slice(0, 50)));
  expect(Buffer.compare(together.toBytes(), apart.toBytes())).toBe(0);
});

test('a change that fails does not hinder the next', async () => {
  const model = await fitted();
  const failing = codeOf(model.update([[Number.POSITIVE_INFINITY, 1]]));
  const next = model.update([[0, 0]]);
  expect(await failing).toBe('INVALID_INPUT');
  expect((await next).joined + (await next).repeated).toBe(1);
});

test('nothing can be asked of an unfitted model', async () => {
  const model = new ElementsClustering();
  expect(await codeOf(model.update([[1]]))).toBe('NOT_FITTED');
  expect(await codeOf(model.assign([[1]]))).toBe('NOT_FITTED');
  expect(await codeOf(model.mergeClusters([0, 1]))).toBe('NOT_FITTED');
  expect(await codeOf(model.renameCluster(0, 'a'))).toBe('NOT_FITTED');
  const other = await fitted();
  expect(await codeOf(model.merge(other))).toBe('NOT_FITTED');
  expect(await codeOf(other.merge(model))).toBe('NOT_FITTED');
  for (const property of ['ids', 'radii', 'names', 'lineage', 'waiting'] as const) {
    expect(() => model[property]).toThrow(expect.objectContaining({ code: 'NOT_FITTED' }));
  }
});

test.each([200, 300, 3000, 9000])('what becomes of the array after a fit of %i rows changes no model', async (count) => {
  const data = Float64Array.from(blobs(CORNERS, count).rows.flat());
  const input = { data, rows: count, columns: 2 };
  const same = await new ElementsClustering({ k: 3 }).fit({ ...input, data: data.slice() });
  const model = await new ElementsClustering({ k: 3 }).fit(input);
  data.fill(7);
  expect(Buffer.compare(model.toBytes(), same.toBytes())).toBe(0);
  expect(await model.update(LATER)).toEqual(await same.update(LATER));
});
