import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EstimatorRegistry } from '../src/model/registry.ts';
import { historyFolder, openHistory, type PipelineHistory, type ServedChampion } from '../src/pipeline.ts';

/** The champions of the pipelines below a folder, as they are at every moment. */
export interface Champions {
  /**
   * The champion of a pipeline, or an earlier one by its version; undefined where there is no such pipeline.
   * @throws `MODEL_NOT_FOUND` where it has no champion or none of that version, `CORRUPT_MODEL`, `STORE_FAILED`.
   */
  get(model: string, version?: number): Promise<ServedChampion | undefined>;
  /** The history of a pipeline; undefined where there is no such pipeline. Throws `STORE_FAILED`. */
  history(model: string): Promise<PipelineHistory | undefined>;
  /** The pipelines that have a champion, and its versions, by name in code-unit order. */
  list(): Promise<{ model: string; versions: number[] }[]>;
}

/**
 * Champions below a folder of models, where pipelines keep their histories by default.
 * @param cacheSize champions kept loaded at most, those used last
 */
export function createChampions(dataDir: string, registry: EstimatorRegistry, { cacheSize = 16 }: { cacheSize?: number } = {}): Champions {
  const histories = new Map<string, PipelineHistory>();
  const loaded = new Map<string, Promise<ServedChampion>>(); // in the order of use, the latest last

  async function historyOf(model: string): Promise<PipelineHistory | undefined> {
    const known = histories.get(model);
    if (known) return known;
    const history = await openHistory(historyFolder(model, dataDir), registry);
    if (history) histories.set(model, history);
    return history;
  }

  function load(history: PipelineHistory, model: string, version: number): Promise<ServedChampion> {
    const key = `${model}@${version}`;
    const loading = loaded.get(key) ?? history.load(version);
    loaded.delete(key);
    loaded.set(key, loading);
    if (loaded.size > cacheSize) loaded.delete(loaded.keys().next().value as string);
    loading.catch(() => loaded.get(key) === loading && loaded.delete(key));
    return loading;
  }

  return {
    async get(model, version) {
      const history = await historyOf(model);
      if (history === undefined) return undefined;
      const wanted = version ?? (await history.champion())?.version;
      return wanted === undefined ? history.load() : load(history, model, wanted);
    },
    history: historyOf,
    async list() {
      const folder = dirname(historyFolder('any', dataDir));
      const there = await stat(folder).catch(() => undefined);
      const names = there ? (await readdir(folder)).sort() : [];
      const all = names.map(async (model) => {
        const history = await openHistory(join(folder, model), registry);
        return { model, versions: ((await history?.champions()) ?? []).map(({ version }) => version) };
      });
      return (await Promise.all(all)).filter(({ versions }) => versions.length > 0);
    },
  };
}
