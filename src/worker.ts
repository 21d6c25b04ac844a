// The script of a module Web Worker that clusters for a page; its other end is `connectWorker` in adapters/worker-client.ts.
import { expose, proxy, type Remote, releaseProxy, transfer } from 'comlink';
import { letErrorsCross } from './adapters/worker-errors.ts';
import type { HostedModel, Report, WorkerHost } from './adapters/worker-protocol.ts';
import type { Progress } from './core/types.ts';
import { ElementsClustering } from './index.browser.ts';

/** What the page calls instead of the class itself: methods in place of properties, messages in place of callbacks and signals. */
function hosted(model: ElementsClustering): HostedModel {
  return {
    async fit(input, options, stop, report) {
      let told: unknown; // settles when the page has heard the latest
      const onProgress = (progress: Progress): void => {
        told = report?.(progress);
      };
      try {
        await model.fit(input, { ...options, onProgress: report && onProgress, signal: signalOf(stop) });
        await told;
      } finally {
        (report as Remote<Report> | undefined)?.[releaseProxy]();
      }
    },
    predict: async (input) => handOver(await model.predict(input)),
    transform: async (input) => handOver(await model.transform(input)),
    evaluate: (input, options, stop) => model.evaluate(input, { ...options, signal: signalOf(stop) }),
    save: (name) => model.save(name),
    toBytes: async () => handOver(model.toBytes()),
    async state() {
      const { labels, centroids, counts, inertia, iterations, effectiveK, warnings, engine } = model;
      return handOver({ labels, centroids, counts, inertia, iterations, effectiveK, warnings, engine });
    },
  };
}

const host: WorkerHost = {
  create: async (options, store) => proxy(hosted(new ElementsClustering({ ...options, store }))),
  load: async (name, runtime, store) => proxy(hosted(await ElementsClustering.load(name, { ...runtime, store }))),
  fromBytes: async (bytes, runtime, store) => proxy(hosted(ElementsClustering.fromBytes(bytes, { ...runtime, store }))),
  holdLock: (name) =>
    new Promise((resolve, reject) => {
      const forLife = (): Promise<never> => {
        resolve();
        return new Promise(() => undefined);
      };
      navigator.locks.request(name, forLife).catch(reject);
    }),
};

/** A signal that fires at the first message. */
function signalOf(stop: MessagePort): AbortSignal {
  const controller = new AbortController();
  stop.onmessage = () => controller.abort();
  return controller.signal;
}

/** Marks the memory of a result's arrays to be moved to the page, not copied; they must be the result's own. */
function handOver<T extends object>(result: T): T {
  return transfer(result, [...new Set(buffersIn(result))]);
}

function buffersIn(value: unknown): Transferable[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}

letErrorsCross();
addEventListener('messageerror', () => {
  throw new Error('a message could not be read'); // uncaught, so that the page hears of it
});
expose(host);
