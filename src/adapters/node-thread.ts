import { Worker } from 'node:worker_threads';
import { startLife, type WorkerLife, workerFailed } from './worker-life.ts';

/** A `worker_threads` worker; its life ends with it. */
export function startNodeThread(script: URL): { worker: Worker; life: WorkerLife } {
  // the process's own flags may not suit a file: --input-type, say
  const worker = new Worker(script, { execArgv: [] });
  const life = startLife(() => void worker.terminate());
  worker.on('error', (error) => life.end(workerFailed(error instanceof Error ? error.message : String(error), error)));
  worker.on('messageerror', (error) => life.end(workerFailed('its answer could not be read', error)));
  worker.on('exit', (code) => life.end(workerFailed(`it ended with code ${code}`)));
  return { worker, life };
}
