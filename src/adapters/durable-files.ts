import { randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const TEMP_FILE = /^\.ecm-[0-9a-f-]{36}\.tmp$/;
const TEMP_FILE_LIFE = 24 * 60 * 60 * 1000;
/** What systems answer that cannot sync a folder (Windows, some network file systems). */
const CANNOT_SYNC = new Set(['EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP']);

/**
 * Writes a file whole or not at all: a temporary file beside it, synced, renamed over what was there, and the folder synced. Resolves when the bytes would
 * survive a crash. Where it fails before the renaming, what was there stays and the temporary file is removed.
 */
export async function writeDurably(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  await withTempFile(folder, bytes, (temp) => rename(temp, join(folder, file)));
}

/** As {@link writeDurably}, but false, and nothing changed, where a file of that name is already there: of several writers one succeeds. */
export async function createDurably(folder: string, file: string, bytes: Uint8Array): Promise<boolean> {
  let created = true;
  await withTempFile(folder, bytes, async (temp) => {
    await link(temp, join(folder, file)).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error;
      created = false;
    });
    await rm(temp);
  });
  return created;
}

async function withTempFile(folder: string, bytes: Uint8Array, place: (temp: string) => Promise<void>): Promise<void> {
  await makeFolder(folder);
  const temp = join(folder, `.ecm-${randomUUID()}.tmp`);
  try {
    await withHandle(temp, 'wx', async (handle) => {
      await handle.writeFile(bytes);
      await handle.sync();
    });
    await place(temp);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined); // the first error is the one to report
    throw error;
  }
  await syncFolder(folder);
}

/** Makes the folder, and the folders above it where they are missing, and syncs each one's entry in its parent. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** Makes what was renamed, linked or removed in a folder survive a crash, where the system can. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await withHandle(folder, 'r', (handle) => handle.sync());
  } catch (error) {
    if (!CANNOT_SYNC.has(codeOf(error))) throw error;
  }
}

/** Removes what crashed writers left, a day after. Others may do so at the same time; what cannot be removed now is left for the next time. */
export async function removeOldTempFiles(folder: string): Promise<void> {
  const files = (await orIfMissing(readdir(folder), [])).filter((file) => TEMP_FILE.test(file)).map((file) => join(folder, file));
  const removals = files.map(async (file) => Date.now() - (await stat(file)).mtimeMs > TEMP_FILE_LIFE && rm(file));
  await Promise.allSettled(removals);
}

/** Opens a file for a task, and closes it whatever comes of that. */
export async function withHandle(path: string, flags: string, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

/** What a task gives, or something else where the file that it is about is not there. */
export async function orIfMissing<T, U>(task: Promise<T>, missing: U): Promise<T | U> {
  return task.catch((error) => {
    if (codeOf(error) === 'ENOENT') return missing;
    throw error;
  });
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
