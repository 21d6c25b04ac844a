import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import type { Progress } from '../../src/core/types.ts';
import { ElementsClustering, ElementsClusteringError } from '../../src/index.ts';
import { denseRows } from './tasks.ts';

const ROWS = denseRows(20_000, 4);
const OPTIONS = { k: 20, tolerance: 0, nInit: 50 };
const QUICK = { k: 3, maxIterations: 3 };

/** Fits as long as nobody ends it, and calls `act` while it iterates. */
async function failureDuringFit(model: ElementsClustering, act: () => void, signal?: AbortSignal): Promise<ElementsClusteringError> {
  let acted = false;
  const onProgress = ({ phase }: Progress): void => {
    if (phase !== 'iterating' || acted) return;
    acted = true;
    act();
  };
  const error = await model.fit(ROWS, { onProgress, signal }).catch((caught) => caught);
  expect(error).toBeInstanceOf(ElementsClusteringError);
  return error;
}

async function expectNextFitToWork(workers: number): Promise<void> {
  const alone = await new ElementsClustering(QUICK).fit(ROWS);
  const together = await new ElementsClustering({ ...QUICK, workers }).fit(ROWS);
  expect(Buffer.compare(together.toBytes(), alone.toBytes())).toBe(0);
}

/** The threads started while `work` runs. */
async function startedDuring(work: () => Promise<unknown>): Promise<Worker[]> {
  const started: Worker[] = [];
  const note = (worker: Worker): void => void started.push(worker);
  process.on('worker', note);
  try {
    await work();
  } finally {
    process.off('worker', note);
  }
  return started;
}

afterEach(() => ElementsClustering.closeWorkers());

test('workers are started by the first fit that needs them, and used again', async () => {
  const fitWith = (workers: number) => new ElementsClustering({ ...QUICK, workers }).fit(ROWS);
  expect(await startedDuring(() => fitWith(1))).toHaveLength(0);
  expect(await startedDuring(() => new ElementsClustering({ ...QUICK, workers: 8 }).fit(denseRows(3000, 2)))).toHaveLength(0);
  expect(await startedDuring(() => fitWith(2))).toHaveLength(1);
  expect(await startedDuring(() => Promise.all([fitWith(2), fitWith(3), fitWith(2)]))).toHaveLength(1);
});

test.each(['terminated', 'ended by an uncaught error'])(
  'a worker %s: WORKER_FAILED, the model as it was, and the next fit works',
  async (how) => {
    const model = await new ElementsClustering({ ...OPTIONS, workers: 3 }).fit(denseRows(40, 4));
    const before = model.toBytes();
    const started = await startedDuring(() => new ElementsClustering({ ...QUICK, workers: 3 }).fit(ROWS));
    const act = (): void => {
      if (how === 'terminated') void started[1].terminate();
      else started[1].postMessage({ argumentList: 'no list' });
    };
    const error = await failureDuringFit(model, act);
    expect(error).toMatchObject({
      code: 'WORKER_FAILED',
      message: expect.stringMatching(/the worker failed: (?:it ended with code|.* is not a function)/),
    });
    expect(Buffer.compare(model.toBytes(), before)).toBe(0);
    await expectNextFitToWork(3);
  },
);

test('a worker that ends between fits is replaced', async () => {
  const [first] = await startedDuring(() => expectNextFitToWork(2));
  const exit = once(first, 'exit');
  await first.terminate();
  await exit;
  expect(await startedDuring(() => expectNextFitToWork(2))).toHaveLength(1);
});

test('a worker that ends before it has started: WORKER_FAILED, and the next fit works', async () => {
  process.once('worker', (worker) => worker.terminate());
  const early = new ElementsClustering({ ...QUICK, workers: 2 }).fit(ROWS);
  await expect(early).rejects.toMatchObject({ code: 'WORKER_FAILED' });
  await expectNextFitToWork(2);
});

describe('aborted', () => {
  test('during the fit: ABORTED with the reason, the model as it was, and the same workers work on', async () => {
    const model = new ElementsClustering({ ...OPTIONS, workers: 3 });
    const controller = new AbortController();
    const reason = new Error('the user left');
    const error = await failureDuringFit(model, () => controller.abort(reason), controller.signal);
    expect(error).toMatchObject({ code: 'ABORTED', cause: reason });
    expect(() => model.labels).toThrow(expect.objectContaining({ code: 'NOT_FITTED' }));
    expect(await startedDuring(() => expectNextFitToWork(3))).toHaveLength(0);
  });

  test('by closeWorkers: ABORTED, and the next fit starts new ones', async () => {
    const error = await failureDuringFit(new ElementsClustering({ ...OPTIONS, workers: 2 }), () => ElementsClustering.closeWorkers());
    expect(error).toMatchObject({ code: 'ABORTED', message: 'the worker was closed by the caller' });
    expect(await startedDuring(() => expectNextFitToWork(3))).toHaveLength(2);
  });

  test('by an error of onProgress, which comes back', async () => {
    const failure = new RangeError('the bar is broken');
    const onProgress = (): never => {
      throw failure;
    };
    await expect(new ElementsClustering({ ...OPTIONS, workers: 2 }).fit(ROWS, { onProgress })).rejects.toBe(failure);
    await expectNextFitToWork(2);
  });
});

test.each([
  { metric: 'euclidean', workers: 1 },
  { metric: 'euclidean', workers: 2 },
  { metric: 'cosine', workers: 1 },
  { metric: 'cosine', workers: 2 },
] as const)('what is no number is named by its row and column, whatever piece it is in: $metric, $workers', async ({ metric, workers }) => {
  const many = denseRows(200_000, 5);
  for (const row of [70_001, 199_999]) {
    const data = many.data.slice();
    data[row * 5 + 3] = Number.NaN;
    await expect(new ElementsClustering({ ...QUICK, metric, workers }).fit({ ...many, data })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { row, field: '3' },
    });
  }
  await expectNextFitToWork(workers);
});

test.each([0, -1, 1.5, 1025, '2', null])('workers: %s is refused', (workers) => {
  expect(() => new ElementsClustering({ workers: workers as number })).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION', details: expect.objectContaining({ field: 'workers' }) }),
  );
});
