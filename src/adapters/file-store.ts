import { readdir, readFile, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkModelName } from '../core/names.ts';
import { createTurns } from '../core/turns.ts';
import type { ModelStore } from '../core/types.ts';
import { checkBytes } from '../model/bytes.ts';
import { storing } from '../model/store.ts';
import { makeFolder, orIfMissing, removeOldTempFiles, syncFolder, writeDurably } from './durable-files.ts';
import { fileOf, nameOf } from './file-names.ts';

/**
 * Keeps models as files of one folder, for Node 20 or newer. The folder is made by the first `set`; other files in it are left alone.
 *
 * - The model `shop` is the file `shop.ecm`, `Shop` is `shop+1.ecm`; see {@link fileOf}. Two names are two files on every file system.
 * - `set` writes a temporary file beside the old one, syncs it, renames it over the old one and syncs the folder, so a crash leaves the
 *   old or the new model whole. Where it fails before the renaming, the old model stays and the temporary file is removed.
 * - Calls of `set` and `delete` for one name take effect in the order they were made; between processes the last renaming wins.
 * - Temporary files that a crash left behind never count as models; the first `set` of a store removes those older than a day.
 *
 * @param folder path of the folder; a relative one counts from the working directory at the time of this call
 * @returns the store; its calls throw `INVALID_NAME` for a name outside the rule of {@link checkModelName}, `INVALID_INPUT` for what is no
 *   Uint8Array, `STORE_FAILED` where the file system refuses, its error being the cause
 */
export function createFileStore(folder: string): ModelStore {
  const root = resolve(folder);
  const inTurn = createTurns();
  let swept = false;

  async function write(file: string, bytes: Uint8Array): Promise<void> {
    await makeFolder(root);
    if (!swept) await removeOldTempFiles(root);
    swept = true;
    await writeDurably(root, file, bytes);
  }

  return {
    async get(name) {
      const file = fileOf(checkModelName(name));
      return storing(`reading model ${name}`, async () => {
        const bytes = await orIfMissing(readFile(join(root, file)), undefined);
        return bytes && new Uint8Array(bytes); // not a Buffer, which behaves differently
      });
    },
    async set(name, bytes) {
      const file = fileOf(checkModelName(name));
      const copy = new Uint8Array(checkBytes(bytes)); // the caller's may change while this call waits
      return storing(`saving model ${name}`, () => inTurn(file, () => write(file, copy)));
    },
    async delete(name) {
      const file = fileOf(checkModelName(name));
      const remove = async () => {
        const there = await orIfMissing(
          unlink(join(root, file)).then(() => true),
          false,
        );
        if (there) await syncFolder(root);
        return there;
      };
      return storing(`deleting model ${name}`, () => inTurn(file, remove));
    },
    async list() {
      return storing('listing models', async () => {
        const files = await orIfMissing(readdir(root), []);
        return files
          .map(nameOf)
          .filter((name) => name !== undefined)
          .sort();
      });
    },
  };
}
