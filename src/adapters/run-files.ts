import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { isModelName } from '../core/names.ts';
import type { ElementRecord } from '../core/types.ts';
import { VERSION } from '../core/version.ts';
import { storing } from '../model/store.ts';
import type { Champion, RunRecord, RunStore } from '../pipeline/history.ts';
import { createDurably, makeFolder, orIfMissing, removeOldTempFiles, syncFolder, withHandle, writeDurably } from './durable-files.ts';

/** Folders of a history, and the file of its log. */
export interface HistoryPlaces {
  readonly runs: string;
  readonly data: string;
  readonly models: string;
  readonly champions: string;
  readonly log: string;
}

const RUN_FILE = /^(\d{8}T\d{9}Z-[0-9a-f]{8})\.json$/;
const CHAMPION_FILE = /^(\d{8})\.json$/;
const PLACES_FILE = 'places.json';
const LEFT_BEHIND = 24 * 60 * 60 * 1000;

/**
 * Where a history below a folder keeps its parts; those given are elsewhere.
 * @param base what relative paths of those given count from
 */
export function placesIn(folder: string, others: Partial<HistoryPlaces> = {}, base = process.cwd()): HistoryPlaces {
  const below = (name: keyof HistoryPlaces, file: string = name): string => {
    const other = others[name];
    return other === undefined ? resolve(folder, file) : resolve(base, other);
  };
  return {
    runs: below('runs'),
    data: below('data'),
    models: below('models'),
    champions: below('champions'),
    log: below('log', 'log.ndjson'),
  };
}

/** Leaves word in a history's folder where its parts are, for those who know the folder alone. */
export async function savePlaces(folder: string, places: HistoryPlaces): Promise<void> {
  await storing('saving the places of the history', () => writeDurably(resolve(folder), PLACES_FILE, json(places)));
}

/** Where a history keeps its parts, by the word left in its folder; undefined where there is none. */
export async function readPlaces(folder: string): Promise<HistoryPlaces | undefined> {
  return storing('reading the places of the history', () => readJson<HistoryPlaces>(resolve(folder), PLACES_FILE));
}

async function readJson<T>(folder: string, file: string): Promise<T | undefined> {
  const text = await orIfMissing(readFile(join(folder, file), 'utf8'), undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`);
}

/**
 * A history as files, for Node. A run is its file in `runs`, written last and whole: `<id>.json`; before it come `data/<SHA-256>.ndjson.gz` and
 * `models/<id>/<candidate>.ecm`. Champions are numbered files that nobody overwrites, so that of several processes one makes each. What a killed run
 * left behind is no part of the history, and is removed a day later.
 */
export function createRunStore(places: HistoryPlaces): RunStore {
  const filesOf = async (folder: string, pattern: RegExp): Promise<string[]> =>
    (await orIfMissing(readdir(folder), [])).filter((file) => pattern.test(file)).sort();
  const readAll = async <T>(folder: string, pattern: RegExp): Promise<T[]> =>
    Promise.all((await filesOf(folder, pattern)).map((file) => readJson<T>(folder, file) as Promise<T>));

  return {
    newId: () => `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    codeVersion: async () => ({ library: VERSION, runtime: `Node ${process.versions.node}`, commit: await commitOf(process.cwd()) }),
    saveData: (records) =>
      storing('saving the data', async () => {
        const lines = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
        const sha256 = createHash('sha256').update(lines).digest('hex');
        const file = `${sha256}.ndjson.gz`;
        const there = await orIfMissing(stat(join(places.data, file)), undefined);
        if (there === undefined) await writeDurably(places.data, file, await promisify(gzip)(lines));
        return sha256;
      }),
    data: (sha256) =>
      storing(`reading data ${sha256}`, async () => {
        const lines = await promisify(gunzip)(await readFile(join(places.data, `${sha256}.ndjson.gz`)));
        if (createHash('sha256').update(lines).digest('hex') !== sha256) throw new Error('the copy is damaged');
        const text = lines.toString('utf8').trimEnd();
        return text.split('\n').map((line) => JSON.parse(line) as ElementRecord);
      }),
    saveRun: (run, models) =>
      storing(`saving run ${run.id}`, async () => {
        await removeLeftBehind(places);
        const folder = join(places.models, run.id);
        await makeFolder(folder);
        for (const [name, bytes] of models) await writeDurably(folder, `${name}.ecm`, bytes);
        await writeDurably(places.runs, `${run.id}.json`, json(run));
      }),
    runs: () => storing('reading the runs', () => readAll<RunRecord>(places.runs, RUN_FILE)),
    run: (id) =>
      storing(`reading run ${id}`, async () => (RUN_FILE.test(`${id}.json`) ? readJson<RunRecord>(places.runs, `${id}.json`) : undefined)),
    model: ({ run, model }) =>
      storing(`reading model ${model} of run ${run}`, async () => {
        if (!RUN_FILE.test(`${run}.json`) || !isModelName(model)) return undefined;
        const bytes = await orIfMissing(readFile(join(places.models, run, `${model}.ecm`)), undefined);
        return bytes && new Uint8Array(bytes);
      }),
    champions: () => storing('reading the champions', () => readAll<Champion>(places.champions, CHAMPION_FILE)),
    champion: () =>
      storing('reading the champion', async () => {
        const file = (await filesOf(places.champions, CHAMPION_FILE)).at(-1);
        return file === undefined ? undefined : readJson<Champion>(places.champions, file);
      }),
    crown: (champion) =>
      storing('making a champion', () =>
        createDurably(places.champions, `${String(champion.version).padStart(8, '0')}.json`, json(champion)),
      ),
    log: (event, facts) => storing('writing the log', () => append(places.log, { time: new Date().toISOString(), event, ...facts })),
  };
}

/** Adds a line to a file; a line that a crash cut off before stays by itself. */
async function append(file: string, event: object): Promise<void> {
  const isNew = (await orIfMissing(stat(file), undefined)) === undefined;
  if (isNew) await makeFolder(dirname(file));
  await withHandle(file, 'a+', async (handle) => {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const start = size > 0 && last.toString() !== '\n' ? '\n' : '';
    await handle.write(`${start}${JSON.stringify(event)}\n`);
    await handle.sync();
  });
  if (isNew) await syncFolder(dirname(file));
}

/** Removes models and temporary files of runs that were killed. */
async function removeLeftBehind({ runs, models, data, champions }: HistoryPlaces): Promise<void> {
  await Promise.all([runs, data, champions].map(removeOldTempFiles));
  const removals = (await orIfMissing(readdir(models), [])).map(async (id) => {
    if (!RUN_FILE.test(`${id}.json`) || (await orIfMissing(stat(join(runs, `${id}.json`)), undefined))) return;
    const folder = join(models, id);
    if (Date.now() - (await stat(folder)).mtimeMs > LEFT_BEHIND) await rm(folder, { recursive: true });
  });
  await Promise.allSettled(removals);
}

async function commitOf(folder: string): Promise<string | null> {
  try {
    return (await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: folder })).stdout.trim();
  } catch {
    return null; // no git, or no repository
  }
}
