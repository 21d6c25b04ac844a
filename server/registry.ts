import { ElementsClusteringError, show } from '../src/core/errors.ts';
import { createTurns } from '../src/core/turns.ts';
import type { ModelStore } from '../src/core/types.ts';
import { ElementsClustering } from '../src/index.ts';
import { keyOf, type ModelVersion, parseKey } from './model-key.ts';

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

/** A model's name and the versions of it that are kept, oldest first. */
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
  /**
   * Makes the next version of a model from the latest. Nothing else is saved under that name meanwhile, so that no change is lost. Once the next
   * version is saved, older ones go that updates made, all but the last few.
   * @param change given the bytes of the latest version, returns those of the next; when it throws nothing has changed
   * @throws what `change` throws, and what {@link read} and {@link save} do.
   */
  update<Change extends { readonly bytes: Uint8Array }>(
    model: string,
    change: (bytes: Uint8Array) => Promise<Change>,
  ): Promise<Change & { readonly version: number }>;
  /** All models, by name in code-unit order. */
  list(): Promise<ModelVersions[]>;
}

export interface RegistryOptions {
  /** Models kept loaded at most, those used last (default 16). */
  readonly cacheSize?: number;
  /** Versions kept of those that updates made of a model, the latest (default 10); those that fits made are all kept. */
  readonly keepUpdates?: number;
}

/** A registry over a store, which is the only one to write there: the names in the store are read once, at the first call. */
export function createRegistry(store: ModelStore, { cacheSize = 16, keepUpdates = 10 }: RegistryOptions = {}): ModelRegistry {
  let reading: Promise<Map<string, ModelVersion[]>> | undefined;
  const numbered = new Map<string, number>(); // the highest version given out, saved or not
  const loaded = new Map<string, Promise<ElementsClustering>>(); // in the order of use, the latest last
  const inTurn = createTurns(); // one change of a model after the other

  function saved(): Promise<Map<string, ModelVersion[]>> {
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

  async function find(model: string, version?: number): Promise<ModelVersion> {
    const versions = (await saved()).get(model) ?? [];
    const wanted = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    if (wanted) return wanted;
    if (versions.length === 0) throw notFound(`there is no model ${show(model)} yet: fit one first`, 'model', model);
    throw notFound(`model ${show(model)} has no version ${version}`, 'version', version);
  }

  async function read(model: string, found: ModelVersion): Promise<Uint8Array> {
    const bytes = await store.get(keyOf(model, found));
    if (bytes === undefined) throw notFound(`version ${found.version} of model ${show(model)} is gone`, 'version', found.version);
    return bytes;
  }

  async function add(model: string, bytes: Uint8Array, updated: boolean): Promise<number> {
    const models = await saved();
    const versions = models.get(model) ?? [];
    const version = Math.max(numbered.get(model) ?? 0, versions.at(-1)?.version ?? 0) + 1;
    const key = keyOf(model, { version, updated });
    numbered.set(model, version);
    await store.set(key, bytes);
    models.set(model, [...versions, { version, updated }]);
    return version;
  }

  /** Removes the versions that updates made and later ones have replaced; where the store refuses they stay until the next update. */
  async function prune(model: string): Promise<void> {
    const models = await saved();
    const versions = models.get(model) as ModelVersion[];
    const updates = versions.filter(({ updated }) => updated);
    for (const old of updates.slice(0, -keepUpdates)) {
      const key = keyOf(model, old);
      const isGone = await store.delete(key).then(
        () => true,
        () => false,
      );
      if (!isGone) continue;
      loaded.delete(key);
      models.set(
        model,
        (models.get(model) as ModelVersion[]).filter((one) => one !== old),
      );
    }
  }

  return {
    find: async (model, version) => (await find(model, version)).version,
    async get(model, version) {
      const found = await find(model, version);
      return { version: found.version, clustering: await load(keyOf(model, found)) };
    },
    async read(model, version) {
      const found = await find(model, version);
      return { version: found.version, bytes: await read(model, found) };
    },
    save: (model, bytes) => inTurn(model, () => add(model, bytes, false)),
    update: (model, change) =>
      inTurn(model, async () => {
        const latest = await find(model);
        const changed = await change(await read(model, latest));
        const version = await add(model, changed.bytes, true);
        loaded.delete(keyOf(model, latest)); // so that one model's updates do not push the others out
        await prune(model);
        return { ...changed, version };
      }),
    async list() {
      const models = [...(await saved())].sort(([a], [b]) => (a < b ? -1 : 1));
      return models.map(([model, versions]) => ({ model, versions: versions.map(({ version }) => version) }));
    },
  };
}

async function readVersions(store: ModelStore): Promise<Map<string, ModelVersion[]>> {
  const models = new Map<string, ModelVersion[]>();
  for (const key of await store.list()) {
    const found = parseKey(key);
    if (found) models.set(found.model, [...(models.get(found.model) ?? []), { version: found.version, updated: found.updated }]);
  }
  for (const versions of models.values()) versions.sort((a, b) => a.version - b.version);
  return models;
}

function notFound(message: string, field: string, received: unknown): ElementsClusteringError {
  return new ElementsClusteringError('MODEL_NOT_FOUND', message, { field, received: show(received) });
}
