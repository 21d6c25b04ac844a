import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { checkModelName } from '../core/names.ts';
import type { ModelStore } from '../core/types.ts';
import { checkBytes } from '../model/bytes.ts';
import { storing } from '../model/store.ts';
import { fileOf, nameOf } from './file-names.ts';

const TEMP_FILE = /^\.ecm-[0-9a-f-]{36}\.tmp$/;
const TEMP_FILE_LIFE = 24 * 60 * 60 * 1000;
/** What systems answer that cannot sync a folder (Windows, some network file systems). */
const CANNOT_SYNC = new Set(['EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP']);

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
    const temp = join(root, `.ecm-${randomUUID()}.tmp`);
    try {
      await withHandle(temp, 'wx', async (handle) => {
        await handle.writeFile(bytes);
        await handle.sync();
      });
      await rename(temp, join(root, file));
    } catch (error) {
      await rm(temp, { force: true }).catch(() => undefined); // the first error is the one to report
      throw error;
    }
    await syncFolder(root);
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

/** Runs the tasks of one key one after the other, in the order they came; those of different keys side by side. */
function createTurns(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<void>>();
  return (key, task) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(task);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, over);
    void over.then(() => last.get(key) === over && last.delete(key));
    return turn;
  };
}

/** Makes the folder, and the folders above it where they are missing, and syncs each one's entry in its parent. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  try {
    await withHandle(folder, 'r', (handle) => handle.sync());
  } catch (error) {
    if (!CANNOT_SYNC.has(codeOf(error))) throw error;
  }
}

/** Removes what crashed writers left. Others may do so at the same time; what cannot be removed now is left for the next store. */
async function removeOldTempFiles(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((file) => TEMP_FILE.test(file)).map((file) => join(folder, file));
  const removals = files.map(async (file) => Date.now() - (await stat(file)).mtimeMs > TEMP_FILE_LIFE && rm(file));
  await Promise.allSettled(removals);
}

async function withHandle(path: string, flags: string, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

async function orIfMissing<T, U>(task: Promise<T>, missing: U): Promise<T | U> {
  return task.catch((error) => {
    if (codeOf(error) === 'ENOENT') return missing;
    throw error;
  });
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
