import { get, keys, promisifyRequest, set, type UseStore } from 'idb-keyval';
import { checkModelName } from '../core/names.ts';
import type { ModelStore } from '../core/types.ts';
import { checkBytes } from '../model/bytes.ts';
import { storing } from '../model/store.ts';

const OBJECT_STORE = 'models';

/**
 * Keeps models in an IndexedDB database of their own, for pages and workers. `set` and `delete` resolve when their transaction, asked to be
 * strictly durable, is complete. A connection that was closed, by the browser or because another page deletes the database, is opened anew.
 *
 * @param database name of the database; nothing else should use it
 * @returns the store; its calls throw `INVALID_NAME` for a name outside the rule of {@link checkModelName}, `INVALID_INPUT` for what is no
 *   Uint8Array, `STORE_FAILED` where the browser refuses (storage full, no IndexedDB), its error being the cause
 */
export function createIdbStore(database = 'elements-clustering'): ModelStore {
  const use = openOnDemand(database);
  return {
    async get(name) {
      checkModelName(name);
      return storing(`reading model ${name}`, () => get<Uint8Array>(name, use));
    },
    async set(name, bytes) {
      checkModelName(name);
      const copy = new Uint8Array(checkBytes(bytes)); // a view would be stored with all the memory behind it
      return storing(`saving model ${name}`, () => set(name, copy, use));
    },
    async delete(name) {
      checkModelName(name);
      return storing(`deleting model ${name}`, () => use('readwrite', (store) => deleteCounted(store, name)));
    },
    async list() {
      return storing('listing models', () => keys<string>(use)); // IndexedDB orders keys by code units
    },
  };
}

/**
 * Asks the browser to keep this site's data (all of it) until the user removes it; otherwise a browser may evict it when space is short or,
 * in Safari, after seven days without a visit. May show a question to the user, so call it when they save something.
 * Resolves to whether the data is protected now; false where the browser cannot promise that.
 */
export async function requestPersistence(): Promise<boolean> {
  return (await globalThis.navigator?.storage?.persist?.()) ?? false;
}

async function deleteCounted(store: IDBObjectStore, name: string): Promise<boolean> {
  const count = promisifyRequest(store.count(name));
  store.delete(name);
  const [found] = await Promise.all([count, promisifyRequest(store.transaction)]);
  return found > 0;
}

/** Access to the object store through one connection, opened at the first use and again after it was closed. */
function openOnDemand(database: string): UseStore {
  let connection: Promise<IDBDatabase> | undefined;

  function open(): Promise<IDBDatabase> {
    const request = indexedDB.open(database);
    request.onupgradeneeded = () => request.result.createObjectStore(OBJECT_STORE);
    const opening = promisifyRequest(request);
    opening.then(
      (db) => {
        db.onversionchange = () => db.close(); // another page waits for this before it can delete the database
      },
      () => {
        connection = undefined; // the next call tries again
      },
    );
    connection = opening;
    return opening;
  }

  async function begin(mode: IDBTransactionMode): Promise<IDBTransaction> {
    const start = (db: IDBDatabase) => db.transaction(OBJECT_STORE, mode, { durability: 'strict' });
    const opened = connection ?? open();
    const db = await opened;
    try {
      return start(db);
    } catch (error) {
      if ((error as DOMException).name !== 'InvalidStateError') throw error; // that name means: closed, by the browser or above
      if (connection === opened) connection = undefined;
      return start(await (connection ?? open()));
    }
  }

  return async (mode, callback) => {
    const transaction = await begin(mode);
    const aborted = new Promise<unknown>((resolve) => transaction.addEventListener('abort', () => resolve(transaction.error)));
    try {
      return await callback(transaction.objectStore(OBJECT_STORE));
    } catch (error) {
      throw error ?? (await aborted); // idb-keyval hears of a failed request before the transaction has its error
    }
  };
}
