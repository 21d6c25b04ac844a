/** What a Node program does with the installed package; prints what it saw as JSON. */
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CorruptModelError, ElementsClustering, ElementsClusteringError } from 'elements-clustering';
import { createRegistry, defineClustering } from 'elements-clustering/estimators';
import { createFileStore } from 'elements-clustering/file-store';
import { contingencyTable, externalScores, internalScores, quality } from 'elements-clustering/metrics';
import { gradientBoosting, linearRegression, ElementsClusteringError as RegressionError } from 'elements-clustering/regression';

const records = [
  { type: 'a', class: 'menu', href: '/radio/jazz' },
  { type: 'a', class: 'menu', href: '/radio/rock' },
  { type: 'button', class: 'btn' },
];
const TRUTH = ['link', 'link', 'button'];
const points = [[0], [1], [9], [10]];
const codeOf = (error: unknown): unknown => error instanceof ElementsClusteringError && error.code;

const model = await new ElementsClustering({ k: 2 }).fit(records);
await model.save('radio');
const loaded = await ElementsClustering.load('radio');
const labels = await loaded.predict(records);
const evaluation = await loaded.evaluate(records, { truth: TRUTH });
const kept = await createFileStore('.elements-clustering').list();
await rm('.elements-clustering', { recursive: true });

const core = await readFile(fileURLToPath(import.meta.resolve('elements-clustering/core.wasm')));
const wasmModule = await WebAssembly.compile(core);
const byModule = await new ElementsClustering({ k: 2, engine: 'wasm', wasmModule }).fit(records);
const foreign = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));

const registry = createRegistry([defineClustering(ElementsClustering), linearRegression, gradientBoosting]);
const prices = Array.from({ length: 50 }, (_, i) => ({ size: i, kind: i % 3 ? 'flat' : 'house', price: 10 * i + (i % 3) }));
const trees = await registry.create('gradient-boosting', { target: 'price', trees: 5 }).fit(prices);
const treesModule = await WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve('elements-clustering/trees.wasm'))));
const treesByModule = await registry.create('gradient-boosting', { target: 'price', trees: 5, wasmModule: treesModule }).fit(prices);

console.log(
  JSON.stringify({
    sameLabels: labels.join() === model.labels.join(),
    together: labels[0] === labels[1] && labels[0] !== labels[2],
    engine: model.engine,
    kept,
    evaluated: evaluation.external?.adjustedRand,
    sameScores: externalScores(TRUTH, labels).purity === evaluation.external?.purity,
    classes: contingencyTable(TRUTH, labels).classes,
    sameQuality: (await quality(records, labels)).score === evaluation.quality?.score,
    clusters: (await internalScores(points, [0, 0, 1, 1])).clusters,
    byDaviesBouldin: (await new ElementsClustering({ criterion: 'davies-bouldin' }).fit(points)).effectiveK,
    fits: (await loaded.estimate({ rows: 10, columns: 2 })).fits,
    errorOfScores: codeOf(await internalScores(points, []).catch((error) => error)),
    sameByModule: Buffer.compare(byModule.toBytes(), model.toBytes()) === 0,
    foreignModule: await new ElementsClustering({ wasmModule: foreign }).fit(records).catch(codeOf),
    types: [model, trees].map((one) => registry.fromBytes(one.toBytes()).type),
    sameTreesByModule: Buffer.compare(treesByModule.toBytes(), trees.toBytes()) === 0,
    foreignTrees: await registry.create('gradient-boosting', { target: 'price', wasmModule: foreign }).fit(prices).catch(codeOf),
    oneErrorClass: RegressionError === ElementsClusteringError,
    errorOfStore: await createFileStore('elsewhere').get('no/name').catch(codeOf),
    errorOfBytes: await (async () => ElementsClustering.fromBytes(new Uint8Array(9)))().catch(
      (error) => error instanceof CorruptModelError,
    ),
  }),
);
