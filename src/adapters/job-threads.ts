import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';
import { expose, type Remote, transfer, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { ElementRecord } from '../core/types.ts';
import type { EstimatorRegistry } from '../model/registry.ts';
import { type Job, type JobResult, type JobRunner, runJob } from '../pipeline/jobs.ts';
import { letErrorsCross } from './worker-errors.ts';
import { startLife, type WorkerLife, workerClosed, workerFailed } from './worker-life.ts';

/** What the script of a thread exposes. */
export interface JobScript {
  /** Takes the records that all jobs are on, and modules of estimators. */
  open(records: readonly ElementRecord[], modules: readonly string[]): Promise<void>;
  run(job: Job): Promise<JobResult>;
}

interface Thread {
  readonly script: Remote<JobScript>;
  readonly life: WorkerLife;
  /** Ends the thread; resolves when it is gone. */
  ready: Promise<void>;
}

/**
 * Runs jobs in threads, each with a copy of the records; they start with the first jobs.
 * @param script file that calls {@link exposeJobs}
 * @param count threads at most
 * @param modules of estimators, by URL
 */
export function createJobThreads(script: URL, count: number, records: readonly ElementRecord[], modules: readonly string[]): JobRunner {
  letErrorsCross();
  const all: Thread[] = [];
  const idle: Thread[] = [];
  const waiting: ((thread: Thread) => void)[] = [];

  const take = async (): Promise<Thread> => {
    const thread = idle.pop();
    if (thread) return thread;
    if (all.length === count) return new Promise((resolve) => waiting.push(resolve));
    const started = startThread(script, records, modules);
    all.push(started);
    return started;
  };
  const give = (thread: Thread): void => {
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  const close = (): void => {
    for (const { life } of all) life.end(workerClosed());
  };

  return {
    workers: count,
    close,
    async run(job, { signal } = {}) {
      const thread = await take();
      signal?.addEventListener('abort', close, { once: true }); // a thread that fits hears of nothing
      if (signal?.aborted) close();
      try {
        await thread.ready;
        return await thread.life.guard(() => thread.script.run(job));
      } finally {
        signal?.removeEventListener('abort', close);
        give(thread);
      }
    },
  };
}

function startThread(file: URL, records: readonly ElementRecord[], modules: readonly string[]): Thread {
  const worker = new Worker(file, { execArgv: [] }); // the process's own flags may not suit a file: --input-type, say
  const life = startLife(() => void worker.terminate());
  worker.on('error', (error) => life.end(workerFailed(error instanceof Error ? error.message : String(error), error)));
  worker.on('messageerror', (error) => life.end(workerFailed('its answer could not be read', error)));
  worker.on('exit', (code) => life.end(workerFailed(`it ended with code ${code}`)));
  const script = wrap<JobScript>(nodeEndpoint(worker));
  const ready = life.guard(async () => {
    await once(worker, 'online');
    await script.open(records, modules);
  });
  return { script, life, ready };
}

/** The script's side: answers a {@link createJobThreads}, with the types of estimators that the function gives for the modules. */
export function exposeJobs(registryOf: (modules: readonly string[]) => Promise<EstimatorRegistry>): void {
  if (parentPort === null) throw new Error('this script is for a worker thread');
  letErrorsCross();
  let opened: { registry: EstimatorRegistry; records: readonly ElementRecord[] } | undefined;
  const script: JobScript = {
    async open(records, modules) {
      opened = { registry: await registryOf(modules), records };
    },
    async run(job) {
      const { registry, records } = opened as NonNullable<typeof opened>;
      const result = await runJob(registry, records, job);
      return result.bytes ? transfer(result, [result.bytes.buffer as ArrayBuffer]) : result;
    },
  };
  expose(script, nodeEndpoint(parentPort));
}
