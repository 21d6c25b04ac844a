/** Runs in pages and in Node: what a runtime makes of the data sets, as digests that can be compared. */
import { ElementsClustering, type EngineName } from 'elements-clustering';
import { connectWorker } from 'elements-clustering/worker-client';
import type { DataSet } from '../data-sets.ts';

/** What the class and a model in a worker have in common. */
interface AnyModel {
  fit(input: DataSet['input'], options: Pick<DataSet, 'weights'>): Promise<unknown>;
  predict(input: DataSet['input']): Promise<Int32Array>;
  transform(input: DataSet['input']): Promise<{ data: Float64Array }>;
  evaluate(input: DataSet['input'], options: { sampleSize: number; perRecord: boolean }): Promise<object>;
  toBytes(): Uint8Array | Promise<Uint8Array>;
}

export interface Digests {
  readonly model: string;
  readonly labels: string;
  readonly distances: string;
  readonly scores: string;
}

/** SHA-256 of each data set's model, predictions, distances and scores, by title. */
export async function digestsHere(sets: readonly DataSet[], engine: EngineName): Promise<Record<string, Digests>> {
  return digests(sets, async (options) => new ElementsClustering({ ...options, engine }));
}

/** As `digestsHere`, of data sets at a URL, in a page. */
export async function digestsInPage(url: string, engine: EngineName): Promise<Record<string, Digests>> {
  return digestsHere(await (await fetch(url)).json(), engine);
}

/** As `digestsInPage`, in a worker of the page. */
export async function digestsInWorker(url: string, engine: EngineName): Promise<Record<string, Digests>> {
  const clustering = connectWorker(new Worker('/dist/worker.js', { type: 'module' }));
  return digests(await (await fetch(url)).json(), (options) => clustering.create({ ...options, engine }));
}

/** The bytes of a fitted model, as hexadecimal text. */
export async function fittedModel({ options, input }: DataSet): Promise<string> {
  return toHex((await new ElementsClustering(options).fit(input)).toBytes());
}

/** What another runtime's model predicts here, and its bytes once it was saved and loaded here. */
export async function reloadedModel(hex: string, { input }: DataSet): Promise<{ labels: number[]; hex: string }> {
  await ElementsClustering.fromBytes(fromHex(hex)).save('travelling');
  const model = await ElementsClustering.load('travelling');
  return { labels: [...(await model.predict(input))], hex: toHex(model.toBytes()) };
}

async function digests(
  sets: readonly DataSet[],
  create: (options: DataSet['options']) => Promise<AnyModel>,
): Promise<Record<string, Digests>> {
  const found: [string, Digests][] = [];
  for (const { title, options, input, weights } of sets) {
    const model = await create(options);
    await model.fit(input, { weights });
    const labels = await sha256(await model.predict(input));
    const distances = await sha256((await model.transform(input)).data);
    const scores = await sha256(
      new TextEncoder().encode(JSON.stringify(await model.evaluate(input, { sampleSize: 200, perRecord: true }))),
    );
    found.push([title, { model: await sha256(await model.toBytes()), labels, distances, scores }]);
  }
  return Object.fromEntries(found);
}

async function sha256(values: ArrayBufferView): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', values as ArrayBufferView<ArrayBuffer>)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
