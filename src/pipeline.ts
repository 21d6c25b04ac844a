// Training pipelines for Node: candidates trained on fresh data, every run kept, the best model served.

import { readSource } from './adapters/data-source.ts';
import { createJobThreads } from './adapters/job-threads.ts';
import { loadConfig, loadEstimators, moduleUrl } from './adapters/modules.ts';
import { createRunStore, placesIn, readPlaces, savePlaces } from './adapters/run-files.ts';
import { createNodeRegistry } from './built-in.ts';
import { wholeIn } from './core/check-option.ts';
import type { ElementRecord } from './core/types.ts';
import type { EstimatorRegistry } from './model/registry.ts';
import { checkConfig, type PipelineConfig, type ResolvedConfig } from './pipeline/config.ts';
import { createLocalRunner } from './pipeline/jobs.ts';
import { createHistory, type PipelineHistory } from './pipeline/pipeline.ts';
import { type TrainOptions, type TrainResult, trainRun } from './pipeline/train.ts';

export interface PipelineOptions {
  /** Folder of the history (default `.elements-clustering/pipelines/<name>`). */
  readonly history?: string;
  /** Folder that the configuration's paths count from (default: that of its file, else the working directory). */
  readonly folder?: string;
  /** Threads that candidates and trials are fitted in (default 0: in this one). A registry of the program's own stays in this one. */
  readonly workers?: number;
  /** Types of estimators; default: the library's and those of the configuration's modules. */
  readonly registry?: EstimatorRegistry;
}

/** A training pipeline and its history. */
export interface Pipeline extends PipelineHistory {
  readonly config: ResolvedConfig;
  /**
   * Trains all candidates on the data as it is now, keeps the run, and promotes the best where it beats the champion on the same held-out rows.
   * @param records in place of the configuration's data
   * @throws `INVALID_INPUT`, `INVALID_OPTION`, `ABORTED`, `STORE_FAILED`, `WORKER_FAILED`; the history is then as before.
   */
  train(options?: TrainOptions & { readonly records?: readonly ElementRecord[] }): Promise<TrainResult>;
}

const JOB_WORKER = new URL('./job-worker.ts', import.meta.url);

/** Folder of all pipelines' histories below that of the models. */
export function historyFolder(name: string, dataDir = '.elements-clustering'): string {
  return `${dataDir}/pipelines/${name}`;
}

/**
 * Opens a pipeline; nothing is written yet.
 * @param config the configuration, or the path of its file: a module with a default export, or JSON
 * @throws `INVALID_OPTION` naming the field.
 */
export async function openPipeline(config: PipelineConfig | string, options: PipelineOptions = {}): Promise<Pipeline> {
  const loaded = typeof config === 'string' ? await loadConfig(config) : { config, folder: process.cwd() };
  const folder = options.folder ?? loaded.folder;
  const checked = checkConfig(loaded.config);
  const workers = wholeIn('workers', options.workers ?? 0, 0, 256);
  const modules = checked.estimators.map((name) => moduleUrl(name, folder));
  const registry = options.registry ?? createNodeRegistry(await loadEstimators(modules));
  const history = options.history ?? historyFolder(checked.name);
  const places = placesIn(history, checked.destinations, folder);
  const store = createRunStore(places);
  const source = typeof checked.data === 'string' ? { from: checked.data } : checked.data;
  const inThreads = workers > 0 && options.registry === undefined;
  return {
    config: checked,
    ...createHistory(store, registry),
    train: async ({ records, ...run } = {}) => {
      await savePlaces(history, places);
      const parts = {
        config: checked,
        registry,
        store,
        read: async (signal?: AbortSignal) =>
          records ? { source: 'records of the program', rows: records, unreadable: 0 } : readSource(source, folder, signal),
        runnerOn: (rows: readonly ElementRecord[]) =>
          inThreads ? createJobThreads(JOB_WORKER, workers, rows, modules) : createLocalRunner(registry, rows),
      };
      return trainRun(parts, run);
    },
  };
}

/** The history of a pipeline in a folder, without its configuration: to serve its champions. Undefined where the folder has none. */
export async function openHistory(
  folder: string,
  registry: EstimatorRegistry = createNodeRegistry(),
): Promise<PipelineHistory | undefined> {
  const places = await readPlaces(folder);
  return places && createHistory(createRunStore(places), registry);
}

export { readSource } from './adapters/data-source.ts';
export { type LoadedConfig, loadConfig, loadEstimators, moduleUrl } from './adapters/modules.ts';
export { createNodeRegistry } from './built-in.ts';
export { CorruptModelError, ElementsClusteringError, type ErrorCode, type ErrorDetails } from './core/errors.ts';
export type { ElementRecord } from './core/types.ts';
export type { ComparedModel } from './pipeline/compare.ts';
export { definePipeline, type PipelineConfig, type ResolvedConfig } from './pipeline/config.ts';
export type { Champion, CodeVersion, ModelRecord, ModelReference, RunRecord, Verdict } from './pipeline/history.ts';
export type { PipelineHistory } from './pipeline/pipeline.ts';
export type { Trial } from './pipeline/search.ts';
export type { ServedChampion } from './pipeline/serving.ts';
export type { SimilarRecord } from './pipeline/similar.ts';
export type { TrainOptions, TrainProgress, TrainResult } from './pipeline/train.ts';
