import { beforeAll, expect } from 'vitest';
import { createRegistry } from '../../server/registry.ts';
import { createFileStore } from '../../src/adapters/file-store.ts';
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

test('a save waits for the update that runs, and an update for the save: none is made of a version that is not the latest', async ({
  folder,
}) => {
  const store = createFileStore(folder);
  const registry = createRegistry(store);
  await registry.save('shop', models[1]);
  const slow = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const first = registry.update('shop', async (bytes) => {
    started.resolve();
    await slow.promise;
    expect(Buffer.compare(bytes, models[1])).toBe(0);
    return { bytes: models[2] };
  });
  await started.promise;
  const saving = registry.save('shop', models[3]);
  const second = registry.update('shop', async (bytes) => {
    expect(Buffer.compare(bytes, models[3])).toBe(0);
    return { bytes: models[4], more: 'told' };
  });
  expect(await registry.save('other', models[1])).toBe(1); // another model's changes go on
  expect(await registry.get('shop')).toMatchObject({ version: 1 });
  slow.resolve();
  expect([(await first).version, await saving, (await second).version, (await second).more]).toEqual([2, 3, 4, 'told']);
  expect(await registry.get('shop')).toMatchObject({ version: 4, clustering: { effectiveK: 4 } });
  const fails = registry.update('shop', () => Promise.reject(new Error('no')));
  const next = registry.update('shop', async () => ({ bytes: models[5] }));
  await expect(fails).rejects.toThrow('no');
  expect((await next).version).toBe(5);
  await expect(registry.update('none', async () => ({ bytes: models[1] }))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

test('versions of updates that cannot be removed now go with the next update', async ({ folder }) => {
  const store = createFileStore(folder);
  let fails = true;
  const registry = createRegistry(
    { ...store, delete: (name) => (fails ? Promise.reject(new Error('no')) : store.delete(name)) },
    { keepUpdates: 2 },
  );
  await registry.save('shop', models[1]);
  const update = () => registry.update('shop', async () => ({ bytes: models[2] }));
  for (let i = 0; i < 3; i++) await update();
  expect(await registry.list()).toEqual([{ model: 'shop', versions: [1, 2, 3, 4] }]);
  fails = false;
  await update();
  expect(await registry.list()).toEqual([{ model: 'shop', versions: [1, 4, 5] }]);
  expect(await store.list()).toEqual(['shop@1', 'shop@4-updated', 'shop@5-updated']);
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
