import { ElementsClusteringError, show } from '../src/core/errors.ts';
import type { ModelStore } from '../src/core/types.ts';
import { ElementsClustering } from '../src/index.ts';
import { keyOf, parseKey } from './model-key.ts';

/** One version of a model, loaded. */
export interface ServedModel {
  readonly version: number;
  readonly clustering: ElementsClustering;
}

/** One version of a model as it was saved. */
export interface SavedModel {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** A model's name and the versions of it that were saved, oldest first. */
export interface ModelVersions {
  readonly model: string;
  readonly versions: number[];
}

/** The models of the service by name, each in numbered versions. */
export interface ModelRegistry {
  /**
   * The number of the version that {@link get} would answer; nothing is loaded.
   * @throws `MODEL_NOT_FOUND` naming the model or version, `STORE_FAILED`.
   */
  find(model: string, version?: number): Promise<number>;
  /**
   * One version of a model, or without a version the latest that was saved.
   * @throws `MODEL_NOT_FOUND` naming the model or version, `CORRUPT_MODEL`, `STORE_FAILED`.
   */
  get(model: string, version?: number): Promise<ServedModel>;
  /** The same as bytes, which are not looked into. Throws `MODEL_NOT_FOUND`, `STORE_FAILED`. */
  read(model: string, version?: number): Promise<SavedModel>;
  /**
   * Keeps model bytes as the next version, which is served from the moment they would survive a crash. Resolves to that version.
   * @throws `INVALID_NAME`, `STORE_FAILED`; the number is then left out.
   */
  save(model: string, bytes: Uint8Array): Promise<number>;
  /** All models, by name in code-unit order. */
  list(): Promise<ModelVersions[]>;
}

/**
 * A registry over a store, which is the only one to write there: the names in the store are read once, at the first call.
 * @param cacheSize models kept loaded at most, those used last
 */
export function createRegistry(store: ModelStore, { cacheSize = 16 }: { cacheSize?: number } = {}): ModelRegistry {
  let reading: Promise<Map<string, number[]>> | undefined;
  const numbered = new Map<string, number>(); // the highest version given out, saved or not
  const loaded = new Map<string, Promise<ElementsClustering>>(); // in the order of use, the latest last

  function saved(): Promise<Map<string, number[]>> {
    reading ??= readVersions(store).catch((error) => {
      reading = undefined; // the next call tries again
      throw error;
    });
    return reading;
  }

  function load(key: string): Promise<ElementsClustering> {
    const loading = loaded.get(key) ?? ElementsClustering.load(key, { store });
    loaded.delete(key);
    loaded.set(key, loading);
    if (loaded.size > cacheSize) loaded.delete(loaded.keys().next().value as string);
    loading.catch(() => loaded.get(key) === loading && loaded.delete(key));
    return loading;
  }

  async function find(model: string, version?: number): Promise<number> {
    const versions = (await saved()).get(model) ?? [];
    const wanted = version ?? versions.at(-1);
    if (wanted === undefined) throw notFound(`there is no model ${show(model)} yet: fit one first`, 'model', model);
    if (!versions.includes(wanted)) throw notFound(`model ${show(model)} has no version ${wanted}`, 'version', wanted);
    return wanted;
  }

  return {
    find,
    async get(model, version) {
      const found = await find(model, version);
      return { version: found, clustering: await load(keyOf(model, found)) };
    },
    async read(model, version) {
      const found = await find(model, version);
      const bytes = await store.get(keyOf(model, found));
      if (bytes === undefined) throw notFound(`version ${found} of model ${show(model)} is gone`, 'version', found);
      return { version: found, bytes };
    },
    async save(model, bytes) {
      const models = await saved();
      const version = Math.max(numbered.get(model) ?? 0, models.get(model)?.at(-1) ?? 0) + 1;
      const key = keyOf(model, version);
      numbered.set(model, version); // in the same turn as it was read: no other save gets this number
      await store.set(key, bytes);
      models.set(
        model,
        [...(models.get(model) ?? []), version].sort((a, b) => a - b),
      ); // saves may end in another order
      return version;
    },
    async list() {
      const models = [...(await saved())].sort(([a], [b]) => (a < b ? -1 : 1));
      return models.map(([model, versions]) => ({ model, versions: [...versions] }));
    },
  };
}

async function readVersions(store: ModelStore): Promise<Map<string, number[]>> {
  const models = new Map<string, number[]>();
  for (const key of await store.list()) {
    const found = parseKey(key);
    if (found) models.set(found.model, [...(models.get(found.model) ?? []), found.version]);
  }
  for (const versions of models.values()) versions.sort((a, b) => a - b);
  return models;
}

function notFound(message: string, field: string, received: unknown): ElementsClusteringError {
  return new ElementsClusteringError('MODEL_NOT_FOUND', message, { field, received: show(received) });
}
