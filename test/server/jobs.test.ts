import { expect, onTestFinished } from 'vitest';
import { createJobs, type JobOptions, type JobsOptions } from '../../server/jobs/jobs.ts';
import type { JobFacts } from '../../server/jobs/messages.ts';
import type { Progress } from '../../src/core/types.ts';
import { ElementsClustering } from '../../src/index.ts';
import { bad, endlessFit, GROUPS, good, noise, post, predictions, test } from './service.ts';

/** Jobs, closed after the test; `train` does no more than fit. */
function createTrainer(options?: JobsOptions) {
  const jobs = createJobs(options);
  onTestFinished(() => jobs.close());
  const train = (body: ArrayBuffer, { onStart, ...rest }: JobOptions & { onStart?: (facts: JobFacts) => void } = {}) =>
    jobs.start(
      'fit',
      body,
      async (job) => {
        await job.turn();
        onStart?.(job.facts);
        return job.run();
      },
      rest,
    );
  return { jobs, train };
}

function bodyOf(value: unknown): ArrayBuffer {
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)).buffer;
}

const small = () => bodyOf({ data: GROUPS, options: { k: 3 } });

test('fits in another process: the same bytes as here, and progress on the way', async () => {
  const rows = noise(3000, 4);
  const progress: Progress[] = [];
  const started: object[] = [];
  const body = bodyOf({ data: rows, options: { k: 9, seed: 2 }, model: 'shop' });
  const options = { onStart: (facts: object) => started.push(facts), onProgress: (one: Progress) => progress.push(one) };
  const trained = await createTrainer().train(body, options);
  const model = await new ElementsClustering({ k: 9, seed: 2 }).fit(rows);
  expect(trained.summary).toMatchObject({ rows: 3000, clusters: 9, iterations: model.iterations });
  expect(Buffer.from(trained.bytes).equals(model.toBytes())).toBe(true);
  expect(started).toEqual([{ model: 'shop', rows: 3000 }]);
  expect(progress.length).toBeGreaterThan(2);
  expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).toSorted((a, b) => a - b));
});

test('a signal stops a fit that runs, one that waits and one that has not begun; the next fit goes on', async () => {
  const { train } = createTrainer({ concurrency: 1, queue: 3 });
  const running = new AbortController();
  const waiting = new AbortController();
  const started = Promise.withResolvers<void>();
  const aborted = (fit: Promise<unknown>) => expect(fit).rejects.toMatchObject({ code: 'ABORTED' });
  const onProgress = ({ phase }: Progress) => phase === 'iterating' && started.resolve();
  const first = aborted(train(bodyOf(endlessFit()), { signal: running.signal, onProgress }));
  await started.promise;
  const began: string[] = [];
  const second = aborted(train(small(), { signal: waiting.signal, onStart: () => began.push('second') }));
  await aborted(train(small(), { signal: AbortSignal.abort(), onStart: () => began.push('third') }));
  const last = train(small(), { onStart: () => began.push('last') });
  waiting.abort();
  running.abort();
  await Promise.all([first, second]);
  expect((await last).summary.clusters).toBe(3);
  expect(began).toEqual(['last']);
});

test('bodies are checked at once and fitted in turn; no more wait than are allowed', async () => {
  const { train } = createTrainer({ concurrency: 1, queue: 2 });
  const stop = new AbortController();
  const started = Promise.withResolvers<void>();
  const endless = train(bodyOf(endlessFit()), { signal: stop.signal, onStart: () => started.resolve() });
  await started.promise;
  await expect(train(bodyOf([[1], ['x']]))).rejects.toMatchObject({ problem: { code: 'INVALID_INPUT', row: 1 } });
  const order: string[] = [];
  const waiting = ['a', 'b'].map((model) => train(bodyOf({ data: GROUPS, model }), { onStart: () => order.push(model) }));
  await expect(train(small())).rejects.toMatchObject({ problem: { code: 'TOO_BUSY', status: 429 } });
  stop.abort();
  await expect(endless).rejects.toMatchObject({ code: 'ABORTED' });
  await Promise.all(waiting);
  expect(order.toSorted()).toEqual(['a', 'b']);
  expect((await train(small())).summary.clusters).toBe(3);
});

test('two at once where two are allowed', async () => {
  const { train } = createTrainer({ concurrency: 2, queue: 0 });
  const stop = new AbortController();
  const endless = expect(train(bodyOf(endlessFit()), { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  const fits: number[] = [];
  for (let i = 0; i < 3; i++) fits.push((await train(small())).summary.clusters);
  expect(fits).toEqual([3, 3, 3]);
  stop.abort();
  await endless;
});

test('close stops all fits and takes no more', async () => {
  const { jobs, train } = createTrainer();
  const started = Promise.withResolvers<void>();
  const stopped = (fit: Promise<unknown>) => expect(fit).rejects.toMatchObject({ problem: { code: 'SHUTTING_DOWN', status: 503 } });
  const running = stopped(train(bodyOf(endlessFit()), { onStart: () => started.resolve() }));
  await started.promise;
  const waiting = stopped(train(small()));
  await jobs.close();
  await Promise.all([running, waiting]);
  await stopped(train(small()));
});

test.for([
  ['in one piece', (body: string) => ({ body })],
  ['in chunks', (body: string) => ({ body: new Blob([body]).stream(), duplex: 'half' })],
] as const)('a client that leaves stops its fit, and nothing changes (body sent %s)', async ([, init], { start }) => {
  const service = await start({ fitQueue: 0 });
  await good(post(`${service.url}/fit`, GROUPS));
  const before = await predictions(service, GROUPS);
  const client = new AbortController();
  const sent = { ...init(JSON.stringify(endlessFit())), signal: client.signal } as RequestInit;
  const fit = expect(post(`${service.url}/fit`, undefined, sent)).rejects.toThrow('aborted');
  await service.journal.until('fit started', 2);
  const busy = await post(`${service.url}/fit`, GROUPS);
  expect(busy.headers.get('Retry-After')).toMatch(/^\d+$/);
  await bad(busy, 429, 'TOO_BUSY');
  expect(await predictions(service, GROUPS)).toEqual(before);
  client.abort();
  await fit;
  // The fit would hold its place for hours; a place that is free again shows that it was stopped.
  let next = await post(`${service.url}/fit`, GROUPS);
  while (next.status === 429) next = await post(`${service.url}/fit`, GROUPS);
  expect(await good(next)).toMatchObject({ version: 2 });
  expect(service.journal.messages.filter((message) => message === 'model saved')).toHaveLength(2);
});

test('a fit that runs out of memory is a 500, and the service goes on', async ({ start }) => {
  const service = await start({ fitMemoryMb: 64, maxBodyBytes: 2 ** 25 });
  await good(post(`${service.url}/fit`, GROUPS));
  const before = await predictions(service, GROUPS);
  await bad(post(`${service.url}/fit`, undefined, { body: `[${'{},'.repeat(4_000_000)}{}]` }), 500, 'FIT_FAILED');
  expect(service.journal.messages.at(-1)).toContain('memory');
  expect(await predictions(service, GROUPS)).toEqual(before);
  await good(post(`${service.url}/fit`, GROUPS));
});
