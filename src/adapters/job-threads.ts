import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { expose, type Remote, transfer, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { ElementRecord } from '../core/types.ts';
import type { EstimatorRegistry } from '../model/registry.ts';
import { type Job, type JobResult, type JobRunner, runJob } from '../pipeline/jobs.ts';
import { startNodeThread } from './node-thread.ts';
import { letErrorsCross } from './worker-errors.ts';
import { type WorkerLife, workerClosed } from './worker-life.ts';

/** What the script of a thread exposes. */
export interface JobScript {
  /** Takes the records that all jobs are on, and modules of estimators. */
  open(records: readonly ElementRecord[], modules: readonly string[]): Promise<void>;
  run(job: Job): Promise<JobResult>;
}

interface Thread {
  readonly script: Remote<JobScript>;
  readonly life: WorkerLife;
  /** Resolves when it has the records. */
  readonly ready: Promise<void>;
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
  const { worker, life } = startNodeThread(file);
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
      const bytes = result.bytes?.slice(); // may be a part of a larger buffer, all of which would go
      return bytes ? transfer({ ...result, bytes }, [bytes.buffer]) : result;
    },
  };
  expose(script, nodeEndpoint(parentPort));
}
