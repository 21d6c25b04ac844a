import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER_FILE = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Processes that do jobs, kept for the next one while they are well. */
export interface WorkerPool {
  /** A worker that nobody uses. */
  take(): ChildProcess;
  /** Gives back a worker that is ready for the next job. */
  give(worker: ChildProcess): void;
  /** Ends a worker, whatever it is doing. */
  end(worker: ChildProcess): void;
  /** Ends all workers; resolves when they are gone. */
  close(): Promise<void>;
}

/**
 * A pool without workers; they are made when they are wanted. Processes, not threads: a thread that runs out of memory within one call of the
 * engine, `JSON.parse` for one, takes the whole process with it.
 * @param idleLimit workers kept at most while nobody uses them
 * @param memoryMb heap of one worker in MiB, beyond which it dies; default: as Node has it
 */
export function createWorkerPool(idleLimit: number, memoryMb?: number): WorkerPool {
  const execArgv = memoryMb === undefined ? [] : [`--max-old-space-size=${memoryMb}`];
  const all = new Set<ChildProcess>();
  const idle = new Set<ChildProcess>();

  function start(): ChildProcess {
    const worker = fork(WORKER_FILE, { execArgv, serialization: 'advanced' });
    all.add(worker);
    worker.on('error', () => worker.pid ?? all.delete(worker)); // one that could not start will not exit either
    worker.on('disconnect', () => idle.delete(worker));
    worker.on('exit', () => all.delete(worker));
    return worker;
  }

  function end(worker: ChildProcess): void {
    worker.kill('SIGKILL');
  }

  return {
    take() {
      const [worker = start()] = idle;
      idle.delete(worker);
      return worker;
    },
    give(worker) {
      if (idle.size < idleLimit) idle.add(worker);
      else end(worker);
    },
    end,
    async close() {
      const gone = [...all].map((worker) => once(worker, 'exit'));
      all.forEach(end);
      await Promise.all(gone);
    },
  };
}
