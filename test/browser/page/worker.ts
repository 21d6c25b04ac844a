/** Runs in pages: what a model in a worker does when things go wrong, as plain data for a test to judge. */
import { ElementsClusteringError, type ModelStore, type Progress } from 'elements-clustering';
import { connectWorker } from 'elements-clustering/worker-client';

const SCRIPT = '/dist/worker.js';
const ROWS = [
  [0, 0],
  [0, 1],
  [9, 9],
  [9, 8],
];

/** Labels 0 for the first two rows, 1 for the others. */
const TWO = {
  k: 2,
  init: [
    [0, 0],
    [9, 9],
  ],
};

/** Fits for as long as nobody stops it. */
const LONG = { k: 30, nInit: 5000, tolerance: 0 };

/** An error as data, with what the class and its kind are here. */
interface Seen {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly details?: object;
  readonly ours: boolean;
  readonly cause?: unknown;
}

/** Errors of every kind of call. */
export async function errorsOfCalls(): Promise<Record<string, Seen>> {
  const clustering = start();
  const fitted = await (await clustering.create(TWO)).fit(ROWS);
  const damaged = await fitted.toBytes();
  damaged[damaged.length - 1] ^= 1;
  const odd = (value: unknown): never => value as never;
  return {
    option: await failureOf(clustering.create({ k: 0 })),
    unsendableOption: await failureOf(clustering.create({ seed: odd(() => 1) })),
    missing: await failureOf(clustering.load('missing')),
    name: await failureOf(clustering.load('no/name')),
    saveName: await failureOf(fitted.save('no/name')),
    damaged: await failureOf(clustering.fromBytes(damaged)),
    unfitted: await failureOf((await clustering.create()).predict(ROWS)),
    unfittedState: await failureOf((await clustering.create()).state()),
    undescribed: await failureOf((await clustering.create()).describe()),
    unexplained: await failureOf(fitted.explain([1, 2, 3])),
    ragged: await failureOf(fitted.fit([[1, 2], [3]])),
    weights: await failureOf(fitted.fit(ROWS, { weights: [1, 1, -1, 1] })),
    unsendableRows: await failureOf(fitted.predict(odd([{ onclick: () => 1 }]))),
    truth: await failureOf(fitted.evaluate(ROWS, { truth: [1] })),
    stillWorks: { ...(await failureOf(Promise.reject())), labels: [...(await fitted.predict(ROWS))] } as Seen,
  };
}

/** The properties of a model, asked in one call, beside what its methods answer. */
export async function wholeLife(): Promise<object> {
  const clustering = start();
  const model = await clustering.create(TWO);
  const heard: Progress[] = [];
  await model.fit(ROWS, { onProgress: (progress) => heard.push(progress) });
  const heardBefore = heard.length;
  const { labels, centroids, counts, ...rest } = await model.state();
  const again = await clustering.fromBytes(await model.toBytes(), { engine: 'reference' });
  await model.save('corners');
  const loaded = await clustering.load('corners');
  const { data, rows, columns } = await loaded.transform([[0, 0.5]]);
  return {
    labels: [...labels],
    centroids: { ...centroids, data: [...centroids.data] },
    counts: [...counts],
    ...rest,
    rising: heardBefore > 0 && heard.every(({ done }, i) => i === 0 || done >= heard[i - 1].done),
    scores: await model.evaluate(ROWS, { truth: ['a', 'a', 'b', 'b'] }),
    again: [...(await again.predict(ROWS))],
    engineAgain: (await again.state()).engine,
    transformed: { nearest: Math.min(...data), rows, columns },
    described: (await loaded.describe()).map(({ name, count, example }) => ({ name, count, example })),
    explained: await model.explain([0, 0.5]),
    typed: labels instanceof Int32Array && data instanceof Float64Array && centroids.data instanceof Float64Array,
  };
}

/** What happens to labels after the fit, told as the class tells it. */
export async function labelsThatStay(): Promise<object> {
  const clustering = start();
  const model = await (await clustering.create({ ...TWO, unknown: true })).fit(ROWS);
  const heard: Progress[] = [];
  const far = [
    [50, 50],
    [50, 50],
    [50, 51],
    [51, 50],
  ];
  const update = await model.update([[0, 0], ...far], { minClusterSize: 4, onProgress: (progress) => heard.push(progress) });
  const other = await (await clustering.create({ k: 1 })).fit([[-90, 0]], { like: model });
  await other.renameCluster(0, 'left');
  const merge = await model.merge(other);
  const into = await model.mergeClusters([0, 1]);
  const { ids, radii, names, lineage, waiting, effectiveK } = await model.state();
  const failure = new Error('the bar is broken');
  const failed = await model
    .update(far, {
      onProgress: () => {
        throw failure;
      },
    })
    .catch((error) => error);
  const { labels, confidences } = await model.assign([
    [9, 9],
    [20, 20],
  ]);
  return {
    update: { ...update, labels: [...update.labels], drift: [...update.drift] },
    phases: [...new Set(heard.map(({ phase }) => phase))],
    merge: { ...merge, labels: [...merge.labels] },
    into,
    ids: [...ids],
    reach: radii.length,
    names: [...names],
    actions: lineage.map(({ action }) => action),
    waiting,
    effectiveK,
    sameFailure: failed === failure,
    stopped: (await failureOf(model.update(far, { signal: AbortSignal.abort() }))).code,
    assigned: [...labels],
    sure: confidences[0],
    estimated: (await model.estimate({ rows: 1000, columns: 4 })).rows,
    wrong: await failureOf(model.mergeClusters([0, 7])),
  };
}

/** Aborts a long fit after its first iterations, one before its start, and a long evaluation. */
export async function aborted(): Promise<object> {
  const model = await (await start().create(LONG)).fit(ROWS);
  const before = await model.toBytes();
  const running = new AbortController();
  const reason = { why: 'the user left' };
  const phases = new Set<string>();
  const onProgress = ({ phase }: Progress): void => {
    phases.add(phase);
    if (phase === 'iterating') running.abort(reason);
  };
  const during = await model.fit(manyRows(), { onProgress, signal: running.signal }).catch((error) => error);
  const early = await model.fit(manyRows(), { signal: AbortSignal.abort(reason) }).catch((error) => error);
  const evaluation = new AbortController();
  const evaluating = model.evaluate(manyRows(), { signal: evaluation.signal, sampleSize: 50_000 });
  evaluation.abort(reason);
  const evaluated = await evaluating.catch((error) => error);
  const after = await model.toBytes();
  return {
    errors: [during, early, evaluated].map((error) => ({
      code: error.code,
      ours: error instanceof ElementsClusteringError,
      sameReason: error.cause === reason,
    })),
    phases: [...phases],
    unchanged: before.length === after.length && before.every((byte, i) => byte === after[i]),
  };
}

/** A callback that throws stops the fit, and its own error comes back. */
export async function failingCallback(): Promise<object> {
  const model = await start().create(LONG);
  const failure = new RangeError('the bar is broken');
  let calls = 0;
  const onProgress = (): never => {
    calls++;
    throw failure;
  };
  const error = await model.fit(manyRows(), { onProgress }).catch((caught) => caught);
  return { same: error === failure, calls, unfitted: (await failureOf(model.state())).code };
}

/** Workers that never ran, and workers that stop while they are called and between calls. */
export async function deadWorkers(): Promise<Record<string, Seen>> {
  const missing = connectWorker(module('/dist/no-such-worker.js'));
  const broken = connectWorker(module('/broken.js'));
  const throwing = connectWorker(script('throw new Error("at the start")'));

  const terminated = module(SCRIPT);
  const terminatedModel = await connectWorker(terminated).create(LONG);
  const fitting = failureOf(terminatedModel.fit(manyRows(), { onProgress: () => terminated.terminate() }));

  const closing = script(`import '${location.origin}${SCRIPT}'; addEventListener('message', ({ data }) => data === 'close' && close());`);
  const closed = connectWorker(closing);
  await closed.create();
  closing.postMessage('close');

  const byClient = start();
  const closedModel = await byClient.create(LONG);
  const underWay = failureOf(closedModel.fit(manyRows(), { onProgress: () => byClient.close() }));

  return {
    missing: await failureOf(missing.create()),
    missingAgain: await failureOf(missing.create()),
    broken: await failureOf(broken.create()),
    throwing: await failureOf(throwing.create()),
    terminated: await fitting,
    terminatedLater: await failureOf(terminatedModel.state()),
    closedItself: await failureOf(untilFailure(() => closed.create())),
    closed: await underWay,
    closedLater: await failureOf(closedModel.predict(ROWS)),
  };
}

/** A store of the page, used by a model in the worker. */
export async function pageStore(): Promise<object> {
  const kept = new Map<string, Uint8Array>();
  const store = {
    get: async (name: string) => kept.get(name),
    set: async (name: string, bytes: Uint8Array) => void kept.set(name, bytes),
  } as ModelStore;
  const clustering = start();
  const model = await (await clustering.create({ ...TWO, store })).fit(ROWS);
  await model.save('here');
  const loaded = await clustering.load('here', { store });
  const full = { set: () => Promise.reject(new ElementsClusteringError('STORE_FAILED', 'full', {}, { cause: new Error('no room') })) };
  const unlucky = await clustering.fromBytes(await loaded.toBytes(), { store: full as unknown as ModelStore });
  return { names: [...kept.keys()], labels: [...(await loaded.predict(ROWS))], full: await failureOf(unlucky.save('there')) };
}

function start(): ReturnType<typeof connectWorker> {
  return connectWorker(module(SCRIPT));
}

function module(url: string): Worker {
  return new Worker(url, { type: 'module' });
}

function script(text: string): Worker {
  return module(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
}

/** Enough rows to keep a fit busy until it is stopped. */
function manyRows(): { data: Float64Array; rows: number; columns: number } {
  const rows = 100_000;
  const columns = 2;
  return { data: Float64Array.from({ length: rows * columns }, (_, i) => (i * 7919) % 1009), rows, columns };
}

/** Calls until a call fails: the end of a worker takes effect a little after it was asked for. */
async function untilFailure(call: () => Promise<unknown>): Promise<never> {
  for (;;) await call();
}

async function failureOf(call: Promise<unknown>): Promise<Seen> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) return { name: typeof error, message: '', ours: false };
    const { name, message, cause } = error;
    const { code, details } = error as Partial<ElementsClusteringError>;
    return {
      name,
      message,
      code,
      details,
      ours: error instanceof ElementsClusteringError,
      cause: cause instanceof Error ? cause.message : cause,
    };
  }
  return { name: 'none', message: 'did not fail', ours: false };
}
