import { Worker } from 'node:worker_threads';
import { type Remote, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { startLife, type WorkerLife, workerFailed } from '../../src/adapters/worker-life.ts';
import type { RequestStore } from './request-log.ts';

const SCRIPT = new URL('./sqlite-worker.ts', import.meta.url);

interface Thread {
  readonly store: Remote<RequestStore>;
  readonly life: WorkerLife;
}

/** A writer brings the tables up to date when it starts; a reader only reads, and deletes what is old. */
export type SqliteRole = 'writer' | 'reader';

/**
 * The log in a SQLite file, in a thread of its own: neither a slow disk nor a file that another process has locked holds up the thread that
 * answers requests. The thread starts with the first call; one that ended is replaced by the next call.
 */
export function createSqliteStore(file: string, role: SqliteRole): RequestStore {
  let thread: Thread | undefined;
  const run = <T>(task: (store: Remote<RequestStore>) => Promise<T>): Promise<T> => {
    if (thread === undefined || thread.life.ended) thread = start(file, role);
    const { life, store } = thread;
    return life.guard(() => task(store));
  };
  return {
    insert: (entries) => run((store) => store.insert(entries)),
    probe: () => run((store) => store.probe()),
    find: (filter) => run((store) => store.find(filter)),
    deleteBefore: (id, limit) => run((store) => store.deleteBefore(id, limit)),
    async close() {
      if (thread === undefined || thread.life.ended) return;
      await run((store) => store.close());
      thread.life.end(workerFailed('it was closed'));
    },
  };
}

function start(file: string, role: SqliteRole): Thread {
  const worker = new Worker(SCRIPT, { workerData: { file, role } });
  const life = startLife(() => void worker.terminate());
  worker.on('error', (error) => life.end(workerFailed(error instanceof Error ? error.message : String(error), error)));
  worker.on('exit', (code) => life.end(workerFailed(`it ended with code ${code}`)));
  return { store: wrap<RequestStore>(nodeEndpoint(worker)), life };
}
