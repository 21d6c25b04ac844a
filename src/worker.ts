// The script of a module Web Worker that clusters for a page; its other end is `connectWorker` in adapters/worker-client.ts.
import { proxy, type Remote, releaseProxy } from 'comlink';
import { handOver } from './adapters/hand-over.ts';
import { serveFromWorker } from './adapters/web-worker-script.ts';
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
    describe: () => model.describe(),
    explain: (row) => model.explain(row),
    save: (name) => model.save(name),
    toBytes: async () => handOver(model.toBytes()),
    async state() {
      const { labels, centroids, counts, inertia, iterations, effectiveK, curve, warnings, engine } = model;
      return handOver({ labels, centroids, counts, inertia, iterations, effectiveK, curve, warnings, engine });
    },
  };
}

const host: Omit<WorkerHost, 'holdLock'> = {
  create: async (options, store) => proxy(hosted(new ElementsClustering({ ...options, store }))),
  load: async (name, runtime, store) => proxy(hosted(await ElementsClustering.load(name, { ...runtime, store }))),
  fromBytes: async (bytes, runtime, store) => proxy(hosted(ElementsClustering.fromBytes(bytes, { ...runtime, store }))),
};

/** A signal that fires at the first message. */
function signalOf(stop: MessagePort): AbortSignal {
  const controller = new AbortController();
  stop.onmessage = () => controller.abort();
  return controller.signal;
}

serveFromWorker(host);
