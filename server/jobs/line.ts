import type { Progress } from '../../src/core/types.ts';
import { ProblemError } from '../problems.ts';
import type { Command, JobFacts, JobKind, JobResults, Reply } from './messages.ts';
import type { WorkerPool } from './worker-pool.ts';

/** A worker and the job it was taken for. Whatever it is waited for rejects when the line is cut. */
export interface Line {
  /** Has a body checked. */
  check(kind: JobKind, body: Uint8Array): Promise<JobFacts>;
  /** Runs what was checked. */
  run(model: Uint8Array | undefined): Promise<JobResults[JobKind]>;
  /** Resolves with `waited`, or rejects when the line is cut before. */
  unlessCut<T>(waited: Promise<T>): Promise<T>;
  /** Ends the worker, whatever it is doing. After `close` this does nothing. */
  cut(reason: Error): void;
  /** Gives the worker back, or ends it where it has not answered. */
  close(): void;
}

export interface LineOptions {
  /** The worker may be used again; if not, it is ended with the job. */
  readonly keep: boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** The error for a worker that died. */
  readonly died: (cause: Error) => Error;
}

/** Takes a worker. A problem that it finds, or that it died, rejects what it was asked. */
export function openLine(pool: WorkerPool, { keep, onProgress, died }: LineOptions): Line {
  const worker = pool.take();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined); // nobody may be waiting
  let asked: PromiseWithResolvers<unknown> | undefined;
  let open = true;

  const fail = (cause: Error): void => cut(died(cause));
  const exit = (code: number | null, signal: string | null): void => fail(new Error(`the worker ended with ${signal ?? `code ${code}`}`));
  const hear = (reply: Reply): void => {
    if (reply.type === 'progress') {
      onProgress?.(reply.progress);
      return;
    }
    const answered = asked;
    asked = undefined;
    if (reply.type === 'failed') answered?.reject(new ProblemError(reply.problem, { cause: new Error(reply.reason) }));
    else answered?.resolve(reply.type === 'checked' ? reply.facts : reply.result);
    if (reply.type !== 'checked') release(true);
  };

  function release(ready: boolean): void {
    if (!open) return;
    open = false;
    worker.off('message', hear).off('error', fail).off('exit', exit);
    if (ready && keep) pool.give(worker);
    else pool.end(worker);
  }

  function cut(reason: Error): void {
    if (!open) return;
    release(false);
    broken.reject(reason);
  }

  function ask<T>(command: Command): Promise<T> {
    const answer = Promise.withResolvers<unknown>();
    asked = answer;
    worker.send(command);
    return unlessCut(answer.promise) as Promise<T>;
  }

  function unlessCut<T>(waited: Promise<T>): Promise<T> {
    return Promise.race([broken.promise, waited]);
  }

  worker.on('message', hear).on('error', fail).on('exit', exit);
  return {
    check: (kind, body) => ask({ type: 'check', kind, body }),
    run: (model) => (open ? ask({ type: 'run', model }) : broken.promise),
    unlessCut,
    cut,
    close: () => release(asked === undefined),
  };
}
