/** Runs in pages: fits whose rows are dealt out to Web Workers, as plain data for a test to judge. */
import { type ClusteringOptions, ElementsClustering, ElementsClusteringError, type Progress } from 'elements-clustering';

const SCRIPT = '/dist/shard-worker.js';
const QUICK = { k: 6, seed: 2 };
/** Fits for as long as nobody stops it. */
const LONG = { k: 30, nInit: 5000, tolerance: 0 };
/** All Web Workers this page made of the script, in order. */
const made: Worker[] = [];
const ROWS = { data: Float64Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 20_011), rows: 20_000, columns: 3 };

/** Bytes of models fitted with 2 and 3 workers against those of the page alone, and the Web Workers made meanwhile. */
export async function sameBytes(): Promise<object> {
  const weights = Array.from({ length: ROWS.rows }, (_, row) => (row % 7) / 10);
  const bytesWith = async (workers: number, more: ClusteringOptions = {}): Promise<Uint8Array> => {
    const model = new ElementsClustering({ ...QUICK, ...more, workers, createWorker: shardWorker });
    return (await model.fit(ROWS, { weights })).toBytes();
  };
  const alone = await bytesWith(1);
  const madeAlone = made.length;
  const two = same(await bytesWith(2), alone);
  const again = same(await bytesWith(2), alone);
  const madeForTwo = made.length;
  const three = same(await bytesWith(3), alone);
  const cosine = same(await bytesWith(2, { metric: 'cosine' }), await bytesWith(1, { metric: 'cosine' }));
  return { two, again, three, cosine, made: [madeAlone, madeForTwo, made.length] };
}

/** Workers that cannot be made, cannot be loaded, die during a fit or are closed; each followed by a fit that works. */
export async function failures(): Promise<object> {
  const model = new ElementsClustering({ ...LONG, workers: 2, createWorker: shardWorker });
  const reason = { why: 'the user left' };
  const controller = new AbortController();
  return {
    none: await failureOf(async () => new ElementsClustering({ workers: 2 })),
    unmakable: await failureOf(() => fitWith(() => module('http://['))),
    missing: await failureOf(() => fitWith(() => module('/dist/no-such-script.js'))),
    broken: await failureOf(() => fitWith(() => module('/broken.js'))),
    afterThem: await works(),
    terminated: await failureOf(() => model.fit(ROWS, { onProgress: onceIterating(() => made.at(-1)?.terminate()) })),
    afterDeath: await works(),
    closed: await failureOf(() => model.fit(ROWS, { onProgress: onceIterating(() => ElementsClustering.closeWorkers()) })),
    aborted: await failureOf(() =>
      model.fit(ROWS, { onProgress: onceIterating(() => controller.abort(reason)), signal: controller.signal }),
    ),
    afterAbort: await works(),
  };
}

async function fitWith(createWorker: () => Worker): Promise<unknown> {
  ElementsClustering.closeWorkers();
  return new ElementsClustering({ ...QUICK, workers: 2, createWorker }).fit(ROWS);
}

async function works(): Promise<boolean> {
  const together = await new ElementsClustering({ ...QUICK, workers: 2, createWorker: shardWorker }).fit(ROWS);
  return same(together.toBytes(), (await new ElementsClustering(QUICK).fit(ROWS)).toBytes());
}

function onceIterating(act: () => void): (progress: Progress) => void {
  let acted = false;
  return ({ phase }) => {
    if (phase !== 'iterating' || acted) return;
    acted = true;
    act();
  };
}

function module(url: string): Worker {
  return new Worker(url, { type: 'module' });
}

function shardWorker(): Worker {
  const worker = module(SCRIPT);
  made.push(worker);
  return worker;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

async function failureOf(call: () => Promise<unknown>): Promise<object> {
  const error = await call().then(
    () => new Error('did not fail'),
    (caught) => caught,
  );
  return { code: error.code, message: error.message, field: error.details?.field, ours: error instanceof ElementsClusteringError };
}
