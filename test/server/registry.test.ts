import { beforeAll, expect } from 'vitest';
import { createRegistry } from '../../server/registry.ts';
import { createFileStore } from '../../src/adapters/file-store.ts';
import type { ModelStore } from '../../src/core/types.ts';
import { ElementsClustering } from '../../src/index.ts';
import { test } from './service.ts';

const COUNT = 8;
let models: Uint8Array[]; // the i-th has i clusters
beforeAll(async () => {
  models = await Promise.all(
    Array.from({ length: COUNT + 1 }, async (_, i) => {
      const rows = Array.from({ length: i + 1 }, (_, row) => [row]);
      return (await new ElementsClustering({ k: Math.max(i, 1) }).fit(rows)).toBytes();
    }),
  );
});

test('saves at once get different versions; each version is the model that was saved as it', async ({ folder }) => {
  const registry = createRegistry(createFileStore(folder), { cacheSize: 2 });
  const saving = Array.from({ length: COUNT }, (_, i) => registry.save('shop', models[i + 1]));
  const versions = await Promise.all(saving);
  expect([...versions].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  for (const round of [versions, versions.toReversed()]) {
    for (const version of round) {
      const found = await registry.get('shop', version);
      expect([found.version, found.clustering.effectiveK]).toEqual([version, versions.indexOf(version) + 1]);
    }
  }
  expect((await registry.get('shop')).version).toBe(COUNT);
});

test('a registry over the same folder goes on where the last one stopped, and sees its own models only', async ({ folder }) => {
  const store = createFileStore(folder);
  await createRegistry(store).save('shop', models[1]);
  for (const name of ['shop', 'shop@', 'shop@x', 'shop@01', 'shop@1@2', 'a@b']) await store.set(name, models[3]);
  await store.set('shop@10', models[2]);
  await store.set('shop@9', models[1]);
  const registry = createRegistry(store);
  expect(await registry.list()).toEqual([{ model: 'shop', versions: [1, 9, 10] }]);
  expect(await registry.get('shop')).toMatchObject({ version: 10, clustering: { effectiveK: 2 } });
  expect(await registry.save('shop', models[1])).toBe(11);
});

test('the latest stays the latest when an earlier save ends later', async ({ folder }) => {
  const store = createFileStore(folder);
  const first = Promise.withResolvers<void>();
  const set: ModelStore['set'] = async (name, bytes) => {
    if (name === 'shop@1') await first.promise;
    await store.set(name, bytes);
  };
  const registry = createRegistry({ ...store, set });
  const saving = registry.save('shop', models[1]);
  expect(await registry.save('shop', models[2])).toBe(2);
  expect(await registry.list()).toEqual([{ model: 'shop', versions: [2] }]);
  first.resolve();
  expect(await saving).toBe(1);
  expect(await registry.list()).toEqual([{ model: 'shop', versions: [1, 2] }]);
  expect((await registry.get('shop')).version).toBe(2);
});

test('a save that fails leaves the latest as it was and its number unused; a list that fails is read again', async ({ folder }) => {
  const store = createFileStore(folder);
  const failing = new Set(['list', 'shop@2']);
  const unless = async <T>(what: string, task: () => Promise<T>): Promise<T> => {
    if (failing.delete(what)) throw new Error(`no ${what}`);
    return task();
  };
  const registry = createRegistry({
    ...store,
    set: (name, bytes) => unless(name, () => store.set(name, bytes)),
    list: () => unless('list', store.list),
  });
  await expect(registry.list()).rejects.toThrow('no list');
  expect(await registry.save('shop', models[1])).toBe(1);
  await expect(registry.save('shop', models[2])).rejects.toThrow('no shop@2');
  expect((await registry.get('shop')).version).toBe(1);
  expect(await registry.save('shop', models[2])).toBe(3);
});

test('names that cannot be served are refused', async ({ folder }) => {
  const registry = createRegistry(createFileStore(folder));
  for (const name of ['a@b', 'x'.repeat(101), '../x', '', 'con']) {
    await expect(registry.save(name, models[1])).rejects.toMatchObject({ code: 'INVALID_NAME' });
  }
  expect(await registry.save('x'.repeat(100), models[1])).toBe(1);
});
