import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileStore } from '../../src/adapters/file-store.ts';
import { storeContract } from './contract.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'file-store-'));
});
afterAll(() => rm(base, { recursive: true }));

for (const { title, run } of storeContract('file store', (place) => createFileStore(join(base, 'contract', place)))) test(title, run);

const BYTES = Uint8Array.of(1, 2, 3);
const oldTemp = '.ecm-00000000-0000-4000-8000-000000000001.tmp';
const youngTemp = '.ecm-00000000-0000-4000-8000-000000000002.tmp';

describe('files', () => {
  test('a model is one readable file with exactly the bytes given', async () => {
    const folder = join(base, 'files');
    const store = createFileStore(folder);
    for (const name of ['shop', 'Shop', 'v2.X', 'A'.repeat(128)]) await store.set(name, BYTES);
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['shop.ecm', 'shop+1.ecm', 'v2.x+8.ecm', `${'a'.repeat(128)}+${'f'.repeat(32)}.ecm`]),
    );
    expect(await readdir(folder)).toHaveLength(4);
    expect(new Uint8Array(await readFile(join(folder, 'shop+1.ecm')))).toEqual(BYTES);
  });

  test('the folder and those above it are made by the first set, not by reading', async () => {
    const store = createFileStore(join(base, 'deep', 'er', 'still'));
    expect(await store.get('shop')).toBeUndefined();
    expect(await store.delete('shop')).toBe(false);
    expect(await store.list()).toEqual([]);
    expect(await readdir(base)).not.toContain('deep');
    await store.set('shop', BYTES);
    expect(await readdir(join(base, 'deep', 'er', 'still'))).toEqual(['shop.ecm']);
  });

  test('a folder removed meanwhile is made again', async () => {
    const folder = join(base, 'removed');
    const store = createFileStore(folder);
    await store.set('shop', BYTES);
    await rm(folder, { recursive: true });
    await store.set('shop', BYTES);
    expect(await store.get('shop')).toEqual(BYTES);
  });

  test('a refused name touches nothing outside the folder', async () => {
    const parent = join(base, 'escape');
    const store = createFileStore(join(parent, 'models'));
    for (const name of ['../x', '..', 'a/../../x', '/tmp/x', 'a\\..\\x'])
      await expect(store.set(name, BYTES)).rejects.toMatchObject({ code: 'INVALID_NAME' });
    await store.set('shop', BYTES);
    expect(await readdir(parent, { recursive: true })).toEqual(['models', join('models', 'shop.ecm')]);
  });

  test('other files of the folder are neither listed nor changed', async () => {
    const folder = join(base, 'foreign');
    await mkdir(folder);
    const foreign = [
      'notes.txt',
      'Shop.ecm',
      'shop+0.ecm',
      'shop+01.ecm',
      'shop+10.ecm',
      'a1+2.ecm',
      'shop+x.ecm',
      '.hidden.ecm',
      'con.ecm',
      '+1.ecm',
      '.ecm',
      'shop.ecm.bak',
      youngTemp,
    ];
    for (const file of foreign) await writeFile(join(folder, file), file);
    const store = createFileStore(folder);
    await store.set('mine', BYTES);
    expect(await store.list()).toEqual(['mine']);
    for (const file of foreign) expect(await readFile(join(folder, file), 'utf8')).toBe(file);
  });

  test('the first set removes temporary files older than a day, and only these', async () => {
    const folder = join(base, 'sweep');
    await mkdir(folder);
    const hours = (n: number) => new Date(Date.now() - n * 3_600_000);
    for (const [file, time] of [
      [oldTemp, hours(25)],
      [youngTemp, hours(23)],
      ['.other.tmp', hours(99)],
      ['old.ecm', hours(99)],
    ] as const) {
      await writeFile(join(folder, file), BYTES);
      await utimes(join(folder, file), time, time);
    }
    const store = createFileStore(folder);
    expect(await store.list()).toEqual(['old']);
    await store.set('shop', BYTES);
    expect((await readdir(folder)).sort()).toEqual([youngTemp, '.other.tmp', 'old.ecm', 'shop.ecm'].sort());
  });
});

describe('failures of the file system', () => {
  const failed = { name: 'ElementsClusteringError', code: 'STORE_FAILED' };

  test('a folder that is a file fails every call, the cause being the error of the system', async () => {
    const file = join(base, 'a-file');
    await writeFile(file, 'not a folder');
    const store = createFileStore(file);
    await expect(store.get('shop')).rejects.toMatchObject({ ...failed, cause: { code: 'ENOTDIR' } });
    await expect(store.set('shop', BYTES)).rejects.toMatchObject({
      ...failed,
      message: expect.stringContaining('saving model shop failed: Error: EEXIST'),
    });
    await expect(store.delete('shop')).rejects.toMatchObject({ ...failed, cause: { code: 'ENOTDIR' } });
    await expect(store.list()).rejects.toMatchObject({ ...failed, cause: { code: 'ENOTDIR' } });
    expect(await readFile(file, 'utf8')).toBe('not a folder');
  });

  test('a set that fails at the renaming leaves no temporary file and does not stop the next calls', async () => {
    const folder = join(base, 'blocked');
    await mkdir(join(folder, 'shop.ecm', 'in-the-way'), { recursive: true });
    const store = createFileStore(folder);
    const outcomes = await Promise.allSettled([store.set('shop', BYTES), store.set('shop', BYTES), store.set('mall', BYTES)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: failed });
    expect((await readdir(folder)).sort()).toEqual(['mall.ecm', 'shop.ecm']);
    await rm(join(folder, 'shop.ecm'), { recursive: true });
    await store.set('shop', BYTES);
    expect(await store.get('shop')).toEqual(BYTES);
  });
});
