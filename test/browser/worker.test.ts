import { expect, test } from 'vitest';
import { browserTests } from './harness.ts';

const MODULE = 'browser/page/worker.ts';
const ours = { name: 'ElementsClusteringError', ours: true };

browserTests('a model in a worker', {}, ({ open, call }) => {
  const inPage = async <T>(name: string): Promise<T> => call<T>(await open('/blank.html'), MODULE, name);

  test('does all that the class does', async () => {
    expect(await inPage('wholeLife')).toMatchObject({
      labels: [0, 0, 1, 1],
      centroids: { data: [0, 0.5, 9, 8.5], rows: 2, columns: 2 },
      counts: [2, 2],
      inertia: 1,
      effectiveK: 2,
      curve: null,
      warnings: [],
      engine: 'wasm',
      rising: true,
      scores: { rows: 4, clusters: 2, inertia: 1, external: { adjustedRand: 1 } },
      again: [0, 0, 1, 1],
      engineAgain: 'reference',
      transformed: { nearest: 0, rows: 1, columns: 2 },
      described: [
        { name: 'x0 low, x1 low', count: 2, example: 0 },
        { name: 'x0 high, x1 high', count: 2, example: 2 },
      ],
      explained: {
        label: 0,
        name: 'x0 low, x1 low',
        distance: 0,
        fields: [
          { field: 'x0', contribution: 81, parts: [] },
          { field: 'x1', contribution: 64, parts: [] },
        ],
        rival: { label: 1, name: 'x0 high, x1 high', fields: [] },
        unseen: [],
      },
      typed: true,
    });
  });

  test('keeps labels as the class does', async () => {
    expect(await inPage('labelsThatStay')).toMatchObject({
      update: {
        labels: [0, 2, 2, 2, 2],
        repeated: 0, // rows of numbers are known by where they lie, not one by one
        joined: 1,
        waiting: 0,
        newLabels: [{ label: 2, size: 4, name: expect.any(String) }],
        drift: [expect.closeTo(1 / 6, 5), 0, 0],
      },
      phases: ['features', 'assigning', 'detecting'],
      merge: { labels: [3], joined: 0, added: 1, newLabels: [] },
      into: 0,
      ids: [0, 0, 2, 3],
      reach: 4,
      names: expect.arrayContaining([[3, 'left']]),
      actions: ['found', 'taken', 'merged'],
      waiting: 0,
      effectiveK: 3,
      sameFailure: true,
      stopped: 'ABORTED',
      assigned: [0, -1],
      sure: expect.closeTo(0.9914, 4),
      estimated: 1000,
      wrong: { ...ours, code: 'INVALID_INPUT', details: { field: 'labels[1]' } },
    });
  });

  test('errors keep class, code, details and cause', async () => {
    expect(await inPage('errorsOfCalls')).toMatchObject({
      option: { ...ours, code: 'INVALID_OPTION', details: { field: 'k', received: '0' } },
      unsendableOption: { ...ours, code: 'INVALID_OPTION', details: { expected: 'plain data' } },
      missing: { ...ours, code: 'MODEL_NOT_FOUND', message: 'no model is saved under "missing"' },
      name: { ...ours, code: 'INVALID_NAME', details: { received: '"no/name"' } },
      saveName: { ...ours, code: 'INVALID_NAME' },
      damaged: { name: 'CorruptModelError', ours: true, code: 'CORRUPT_MODEL' },
      unfitted: { ...ours, code: 'NOT_FITTED' },
      unfittedState: { ...ours, code: 'NOT_FITTED' },
      undescribed: { ...ours, code: 'NOT_FITTED' },
      unexplained: { ...ours, code: 'INVALID_INPUT', details: { expected: '2, as in fit', received: '3' } },
      ragged: { ...ours, code: 'INVALID_INPUT', details: { row: 1, expected: '2 numbers, as in row 0', received: '1' } },
      weights: { ...ours, code: 'INVALID_INPUT', details: { row: 2 } },
      unsendableRows: { ...ours, code: 'INVALID_INPUT', details: { expected: 'plain data' } },
      truth: { ...ours, code: 'INVALID_INPUT' },
      stillWorks: { labels: [0, 0, 1, 1] },
    });
  });

  test('stops when its signal fires, and is left as it was', async () => {
    const stopped = { code: 'ABORTED', ours: true, sameReason: true };
    expect(await inPage('aborted')).toEqual({
      errors: [stopped, stopped, stopped],
      phases: expect.arrayContaining(['features', 'iterating']),
      unchanged: true,
    });
  });

  test('stops when the progress callback throws, and rejects with what was thrown', async () => {
    expect(await inPage('failingCallback')).toEqual({ same: true, calls: 1, unfitted: 'NOT_FITTED' });
  });

  test('rejects when its worker cannot start, dies or is closed', async () => {
    const failed = { ...ours, code: 'WORKER_FAILED' };
    const closed = { ...ours, code: 'ABORTED', message: 'the worker was closed by the caller' };
    const page = await open('/blank.html');
    expect(await call(page, MODULE, 'deadWorkers')).toMatchObject({
      missing: { ...failed, message: 'the worker failed: its script could not be loaded' },
      missingAgain: failed,
      broken: failed,
      throwing: { ...failed, message: expect.stringContaining('at the start') },
      terminated: { ...failed, message: 'the worker failed: it is no longer there' },
      terminatedLater: failed,
      closedItself: failed,
      closed,
      closedLater: closed,
    });
  });

  test('keeps itself in a store of the page where one is given', async () => {
    expect(await inPage('pageStore')).toMatchObject({
      names: ['here'],
      labels: [0, 0, 1, 1],
      full: { ...ours, code: 'STORE_FAILED', message: 'full', cause: 'no room' },
    });
  });
});
