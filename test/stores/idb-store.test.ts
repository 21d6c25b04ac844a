import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { createStore, get, promisifyRequest, set } from 'idb-keyval';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createIdbStore, requestPersistence } from '../../src/adapters/idb-store.ts';
import { storeContract } from './contract.ts';

for (const { title, run } of storeContract('idb store', (place) => createIdbStore(place))) test(title, run);

const BYTES = Uint8Array.of(1, 2, 3);
const failed = { name: 'ElementsClusteringError', code: 'STORE_FAILED' };

afterEach(() => {
  vi.restoreAllMocks();
});

/** The connections opened from now on. */
function watchConnections(): IDBDatabase[] {
  const connections: IDBDatabase[] = [];
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
    const request = open(...args);
    request.addEventListener('success', () => connections.push(request.result));
    return request;
  });
  return connections;
}

describe('the database', () => {
  test('is its own: keys of other users of IndexedDB stay', async () => {
    const others = createStore('elements-clustering-of-others', 'keyval');
    await set('shop', 'theirs', others);
    const store = createIdbStore();
    await store.set('shop', BYTES);
    await store.delete('shop');
    expect(await get('shop', others)).toBe('theirs');
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['elements-clustering', 'elements-clustering-of-others']));
  });

  test('is written with strict durability', async () => {
    const connections = watchConnections();
    const store = createIdbStore('strict');
    await store.get('shop');
    const transaction = vi.spyOn(connections[0], 'transaction');
    await store.set('shop', BYTES);
    await store.delete('shop');
    expect(transaction.mock.results.map(({ value }) => [value.mode, value.durability])).toEqual([
      ['readwrite', 'strict'],
      ['readwrite', 'strict'],
    ]);
  });

  test('is opened once, and once more after the browser closed it, whether or not it has said so yet', async () => {
    const connections = watchConnections();
    const store = createIdbStore('closing');
    await store.set('shop', BYTES);
    await store.get('shop');
    expect(connections).toHaveLength(1);
    for (const told of [true, false]) {
      const [connection] = connections.splice(0);
      const closed = new Promise((resolve) => connection.addEventListener('close', resolve));
      forceCloseDatabase(connection as never);
      if (told) await closed;
      expect(await Promise.all([store.get('shop'), store.get('shop')])).toEqual([BYTES, BYTES]);
      await closed;
      expect(await store.list()).toEqual(['shop']);
      expect(connections).toHaveLength(1);
    }
  });

  test('can be deleted by another page, after which the store starts anew', async () => {
    const store = createIdbStore('deleted');
    await store.set('shop', BYTES);
    await promisifyRequest(indexedDB.deleteDatabase('deleted'));
    expect(await store.list()).toEqual([]);
    await store.set('mall', BYTES);
    expect(await store.list()).toEqual(['mall']);
  });
});

describe('failures of the browser', () => {
  test('a transaction that fails keeps the old bytes and gives its error as the cause', async () => {
    const connections = watchConnections();
    const store = createIdbStore('failing');
    await store.set('shop', BYTES);
    const begin = connections[0].transaction.bind(connections[0]);
    vi.spyOn(connections[0], 'transaction').mockImplementationOnce((...args) => {
      const transaction = begin(...args);
      transaction.objectStore('models').add(BYTES, 'shop'); // the key is taken: fails, and all of the transaction with it
      return transaction;
    });
    await expect(store.set('shop', Uint8Array.of(9))).rejects.toMatchObject({ ...failed, cause: { name: 'ConstraintError' } });
    expect(await store.get('shop')).toEqual(BYTES);
  });

  test('a database without our object store is left as it is', async () => {
    const others = createStore('theirs', 'keyval');
    await set('shop', 'theirs', others);
    await expect(createIdbStore('theirs').get('shop')).rejects.toMatchObject({ ...failed, cause: { name: 'NotFoundError' } });
    expect(await get('shop', others)).toBe('theirs');
  });

  test('a failed opening is tried again by the next call', async () => {
    const open = indexedDB.open.bind(indexedDB);
    const newer = open('locked', 2);
    newer.onupgradeneeded = () => newer.result.createObjectStore('models');
    (await promisifyRequest(newer)).close();
    vi.spyOn(indexedDB, 'open').mockImplementationOnce((name) => open(name, 1));
    const store = createIdbStore('locked');
    await expect(store.get('shop')).rejects.toMatchObject({ ...failed, cause: { name: 'VersionError' } });
    await store.set('shop', BYTES);
    expect(await store.get('shop')).toEqual(BYTES);
  });
});

test('persistence cannot be promised where the runtime has no storage manager', async () => {
  expect(await requestPersistence()).toBe(false);
});
