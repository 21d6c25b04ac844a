import type { EstimatorRegistry } from '../model/registry.ts';
import { type ComparedModel, compareModels } from './compare.ts';
import type { Champion, ModelReference, RunRecord, RunStore } from './history.ts';
import { promote, rollback } from './promotion.ts';
import { loadChampion, type ServedChampion } from './serving.ts';

/** What a pipeline has done so far, and its champion. */
export interface PipelineHistory {
  /** All runs, the oldest first. Throws `STORE_FAILED`. */
  runs(): Promise<RunRecord[]>;
  /** All models that were ever trained, the best first; see {@link compareModels}. */
  compare(options?: { readonly runs?: readonly string[]; readonly again?: boolean }): Promise<ComparedModel[]>;
  /** All champions there were, the oldest first; the last is today's. */
  champions(): Promise<Champion[]>;
  /** The champion of now; undefined where there is none. */
  champion(): Promise<Champion | undefined>;
  /** Makes a model the champion. Throws `MODEL_NOT_FOUND`, `CORRUPT_MODEL`, `STORE_FAILED`. */
  promote(reference: ModelReference): Promise<Champion>;
  /** Gives its place back to the champion before. Throws `MODEL_NOT_FOUND` where there is none. */
  rollback(): Promise<Champion>;
  /** The champion of now, or of a version, loaded. Throws `MODEL_NOT_FOUND`, `CORRUPT_MODEL`, `STORE_FAILED`. */
  load(version?: number): Promise<ServedChampion>;
}

/** The history that a store has, its models of the types that a registry knows. */
export function createHistory(store: RunStore, registry: EstimatorRegistry): PipelineHistory {
  return {
    runs: () => store.runs(),
    compare: (options) => compareModels(store, registry, options),
    champions: () => store.champions(),
    champion: () => store.champion(),
    promote: (reference) => promote(store, registry, reference, 'promoted', 'by hand'),
    rollback: () => rollback(store, registry),
    load: (version) => loadChampion(store, registry, version),
  };
}
