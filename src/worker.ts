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
    fit: (input, options, stop, report) =>
      reporting(report, async (onProgress) => void (await model.fit(input, { ...options, onProgress, signal: signalOf(stop) }))),
    estimate: (input) => model.estimate(input),
    predict: async (input) => handOver(await model.predict(input)),
    transform: async (input) => handOver(await model.transform(input)),
    evaluate: (input, options, stop) => model.evaluate(input, { ...options, signal: signalOf(stop) }),
    update: async (input, options, stop, report) =>
      handOver(await reporting(report, (onProgress) => model.update(input, { ...options, onProgress, signal: signalOf(stop) }))),
    assign: async (input, stop) => handOver(await model.assign(input, { signal: signalOf(stop) })),
    merge: (bytes, options, stop) => model.merge(bytes, { ...options, signal: signalOf(stop) }),
    mergeClusters: (labels) => model.mergeClusters(labels),
    renameCluster: (label, name) => model.renameCluster(label, name),
    describe: () => model.describe(),
    explain: (row) => model.explain(row),
    save: (name) => model.save(name),
    toBytes: async () => handOver(model.toBytes()),
    async state() {
      const { labels, centroids, counts, inertia, iterations, effectiveK, curve, warnings, engine } = model;
      const { ids, radii, names, lineage, waiting } = model;
      const lasting = { ids, radii, names, lineage, waiting };
      return handOver({ labels, centroids, counts, inertia, iterations, effectiveK, curve, warnings, engine, ...lasting });
    },
  };
}

/** Runs a task that tells its progress to the page, which has heard all of it when this resolves. */
async function reporting<T>(report: Report | undefined, task: (onProgress?: (progress: Progress) => void) => Promise<T>): Promise<T> {
  let told: unknown; // settles when the page has heard the latest
  const onProgress = (progress: Progress): void => {
    told = report?.(progress);
  };
  try {
    const result = await task(report && onProgress);
    await told;
    return result;
  } finally {
    (report as Remote<Report> | undefined)?.[releaseProxy]();
  }
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
