import { proxy, transfer } from 'comlink';
import { ElementsClusteringError, throwIfAborted } from '../core/errors.ts';
import type { Input, Progress } from '../core/types.ts';
import type { Evaluation, EvaluationOptions } from '../estimators/evaluate.ts';
import type { FitOptions } from '../estimators/fit.ts';
import type { ClusterDescription } from '../model/describe/describe.ts';
import type { ExplainedRow, Explanation } from '../model/describe/explain.ts';
import type { FittedState, HostedModel, WorkerRows } from './worker-protocol.ts';

/** Makes a call to the worker; rejects where the worker ends first or what was given cannot be sent. */
export type Send = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * A model that lives in a worker: the methods of the class, with the same answers and errors. Rows are copied to the worker, results are moved from it.
 * Besides what the class throws, every call may throw `INVALID_INPUT` for rows that cannot be sent to a worker (functions in them, say),
 * `WORKER_FAILED` when the worker failed, `ABORTED` when it was closed. A model nobody refers to any more is freed in the worker too.
 */
export class WorkerModel {
  readonly #hosted: HostedModel;
  readonly #send: Send;

  constructor(hosted: HostedModel, send: Send) {
    this.#hosted = hosted;
    this.#send = send;
  }

  /**
   * Learns clusters; all progress is told before it resolves. An error thrown by `onProgress` stops it, and it rejects with that error; thrown at the
   * very last report it comes too late for the model to stay as it was.
   */
  async fit(input: Input, { weights, onProgress, signal }: FitOptions = {}): Promise<this> {
    let failure: { readonly error: unknown } | undefined;
    await this.#stoppable(signal, (port, stop) => {
      const report = (progress: Progress): void => {
        try {
          if (!failure) onProgress?.(progress);
        } catch (error) {
          failure = { error };
          stop();
        }
      };
      return this.#hosted.fit(input, { weights }, port, onProgress && proxy(report));
    }).catch((error) => {
      throw failure ? failure.error : error;
    });
    if (failure) throw failure.error;
    return this;
  }

  /** The label of each row's nearest cluster. */
  predict(input: Input): Promise<Int32Array> {
    return this.#send(() => this.#hosted.predict(input));
  }

  /** The distance of each row to each cluster (rows × k). */
  transform(input: Input): Promise<WorkerRows> {
    return this.#send(() => this.#hosted.transform(input));
  }

  /** Scores of the clusters on these rows. */
  evaluate(input: Input, { signal, ...options }: EvaluationOptions = {}): Promise<Evaluation> {
    return this.#stoppable(signal, (port) => this.#hosted.evaluate(input, options, port));
  }

  /** Every cluster in the user's own fields. */
  describe(): Promise<ClusterDescription[]> {
    return this.#send(() => this.#hosted.describe());
  }

  /** Why one record or row of numbers has its label. */
  explain(row: ExplainedRow): Promise<Explanation> {
    return this.#send(() => this.#hosted.explain(row));
  }

  /** Keeps the model under a name; resolves once it would survive a crash. */
  save(name: string): Promise<void> {
    return this.#send(() => this.#hosted.save(name));
  }

  /** The model as bytes. */
  toBytes(): Promise<Uint8Array> {
    return this.#send(() => this.#hosted.toBytes());
  }

  /** All that was learned, in one call. Throws `NOT_FITTED`. */
  state(): Promise<FittedState> {
    return this.#send(() => this.#hosted.state());
  }

  /** A call that the signal, or `stop`, ends early: either sends a message through the port that goes with the call. */
  async #stoppable<T>(signal: AbortSignal | undefined, call: (port: MessagePort, stop: () => void) => Promise<T>): Promise<T> {
    throwIfAborted(signal);
    const { port1, port2 } = new MessageChannel();
    const stop = (): void => port1.postMessage('stop');
    signal?.addEventListener('abort', stop);
    try {
      return await this.#send(() => call(transfer(port2, [port2]), stop));
    } catch (error) {
      if (error instanceof ElementsClusteringError && error.code === 'ABORTED') throwIfAborted(signal); // with the caller's reason as its cause
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      port1.close();
    }
  }
}
