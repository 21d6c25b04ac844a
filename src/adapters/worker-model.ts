import { proxy, transfer } from 'comlink';
import { ElementsClusteringError, throwIfAborted } from '../core/errors.ts';
import type { Input, Progress } from '../core/types.ts';
import type { Estimate, EstimateRequest } from '../estimators/estimate.ts';
import type { Evaluation, EvaluationOptions } from '../estimators/evaluate.ts';
import type { FitOptions } from '../estimators/fit.ts';
import type { Assignment } from '../estimators/update/assign.ts';
import type { MergeOptions } from '../estimators/update/merge-models.ts';
import type { UpdateOptions } from '../estimators/update/update.ts';
import type { ClusterDescription } from '../model/describe/describe.ts';
import type { ExplainedRow, Explanation } from '../model/describe/explain.ts';
import type { ModelMerge, Update } from '../model/lasting.ts';
import type { FittedState, HostedModel, Report, WorkerRows } from './worker-protocol.ts';

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
  async fit(
    input: Input,
    { weights, onProgress, signal, like }: FitOptions & { readonly like?: WorkerModel | Uint8Array } = {},
  ): Promise<this> {
    const options = { weights, like: like && (await bytesOf(like)) };
    await this.#reporting(signal, onProgress, (port, report) => this.#hosted.fit(input, options, port, report));
    return this;
  }

  /** Memory and time that a fit would take. */
  estimate(input: Input | EstimateRequest): Promise<Estimate> {
    return this.#send(() => this.#hosted.estimate(input));
  }

  /** Takes more rows in; progress and errors of `onProgress` as in `fit`. */
  update(input: Input, { onProgress, signal, ...options }: UpdateOptions = {}): Promise<Update> {
    return this.#reporting(signal, onProgress, (port, report) => this.#hosted.update(input, options, port, report));
  }

  /** Labels of rows with the distances behind them. */
  assign(input: Input, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Assignment> {
    return this.#stoppable(signal, (port) => this.#hosted.assign(input, port));
  }

  /** Takes another model in, or its bytes. */
  async merge(other: WorkerModel | Uint8Array, { signal, ...options }: MergeOptions = {}): Promise<ModelMerge> {
    const bytes = await bytesOf(other);
    return this.#stoppable(signal, (port) => this.#hosted.merge(bytes, options, port));
  }

  /** Makes several labels one, the lowest, which it returns. */
  mergeClusters(labels: readonly number[]): Promise<number> {
    return this.#send(() => this.#hosted.mergeClusters(labels));
  }

  /** Gives a cluster a name. */
  renameCluster(label: number, name: string): Promise<void> {
    return this.#send(() => this.#hosted.renameCluster(label, name));
  }

  /** The label of each row. */
  predict(input: Input): Promise<Int32Array> {
    return this.#send(() => this.#hosted.predict(input));
  }

  /** The distance of each row to each centroid (rows × centroids). */
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

  /** A call that tells its progress; an error of `onProgress` stops it and is what it rejects with. */
  async #reporting<T>(
    signal: AbortSignal | undefined,
    onProgress: ((progress: Progress) => void) | undefined,
    call: (port: MessagePort, report?: Report) => Promise<T>,
  ): Promise<T> {
    let failure: { readonly error: unknown } | undefined;
    const result = await this.#stoppable(signal, (port, stop) => {
      const report = (progress: Progress): void => {
        try {
          if (!failure) onProgress?.(progress);
        } catch (error) {
          failure = { error };
          stop();
        }
      };
      return call(port, onProgress && proxy(report));
    }).catch((error) => {
      throw failure ? failure.error : error;
    });
    if (failure) throw failure.error;
    return result;
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

function bytesOf(model: WorkerModel | Uint8Array): Promise<Uint8Array> | Uint8Array {
  return model instanceof WorkerModel ? model.toBytes() : model;
}
