// Which score without a truth ranks partitions of records as their agreement with the truth does? Prints tables of Markdown.
import { readElements } from '../data/elements.ts';
import { createRandom } from '../src/core/random.ts';
import { CRITERIA } from '../src/estimators/options.ts';
import { fitEncoder } from '../src/features/fit-encoder.ts';
import { type ClusteringOptions, type ElementRecord, ElementsClustering } from '../src/index.ts';
import { externalScores, internalScores, quality } from '../src/metrics/index.ts';
import { markdownTable } from './report.ts';

interface Partition {
  readonly name: string;
  readonly labels: Int32Array;
  /** Mean silhouette in the space of the model that made it. */
  readonly own: number | null;
}

const FLAT = { tag: 1, token: 1, name: 1, keys: 1, identifier: 1, url: 1, segment: 1, value: 1, number: 1, shape: 1, word: 1 };
const MODELS: readonly (readonly [string, ClusteringOptions])[] = [
  ...[0.1, 0.25, 0.4, 0.6, 0.8].map((threshold) => [`recipe, DP-means τ = ${threshold}`, { threshold }] as const),
  ...[2, 5, 20, 60, 150, 400].map((k) => ['recipe, k-means', { k }] as const),
  ...[5, 20, 60].map((k) => ['presence, k-means', { k, features: 'presence' }] as const),
  ['all weights 1, no idf, k-means', { k: 100, features: { weights: FLAT, idfPower: 0 } }],
];
const SCORES = ['Q', 'all', 'distinct', 'own', 'daviesBouldin', 'calinskiHarabasz', 'adjustedRand', 'vMeasure', 'AMI'] as const;

const { train, batches, validation } = await readElements();
const { elements, truth } = train;

const rows: { name: string; k: number; scores: Record<(typeof SCORES)[number], number | null> & { AMI: number } }[] = [];
for (const { name, labels, own } of await partitions()) {
  const { score, allRecords, distinctRecords } = await quality(elements, labels);
  // in the same reference space
  const { daviesBouldin, calinskiHarabasz } = await internalScores(fitEncoder(elements).encode(elements), labels, { metric: 'cosine' });
  const { adjustedMutualInformation: AMI, adjustedRand, vMeasure } = externalScores(truth, labels);
  const scores = {
    Q: score,
    all: allRecords,
    distinct: distinctRecords,
    own,
    daviesBouldin,
    calinskiHarabasz,
    adjustedRand,
    vMeasure,
    AMI,
  };
  rows.push({ name, k: new Set(labels).size, scores });
}
rows.sort((a, b) => b.scores.AMI - a.scores.AMI);
const head = ['partition', 'clusters', 'Q', '– all', '– distinct', 'own space', 'Davies-Bouldin', 'Calinski-Harabasz', 'ARI', 'V', 'AMI'];
const cells = rows.map(({ name, k, scores }) => [name, String(k), ...SCORES.map((score) => show(scores[score]))]);
cells.push(['**rank correlation with AMI**', '', ...SCORES.map((score) => correlation(score).toFixed(2))]);
console.log(`${elements.length} records, ${new Set(elements.map((one) => JSON.stringify(one))).size} of them distinct\n`);
console.log(markdownTable(head, cells));

const chosen: string[][] = [];
for (const criterion of [undefined, ...CRITERIA]) {
  const model = await new ElementsClustering({ criterion, maxClusters: 400 }).fit(elements);
  const { score } = await quality(elements, model.labels);
  const { adjustedMutualInformation } = externalScores(truth, model.labels);
  const looked = (model.curve ?? []).map(({ k }) => k);
  const range = looked.length > 1 ? `${looked[0]} to ${looked.at(-1)}` : '–';
  chosen.push([criterion ?? 'threshold (DP-means)', range, String(model.effectiveK), show(score), show(adjustedMutualInformation)]);
}
console.log(`\n${markdownTable(["k: 'auto' by", 'looked at', 'chosen', 'Q', 'AMI'], chosen)}`);

const every = [train, validation, ...batches].flatMap((split) => split.elements);
const different = every.map((element, i): ElementRecord => ({ ...element, 'data-number': `n${i.toString(36)}` }));
const { labels } = await new ElementsClustering().fit(every);
for (const [what, records] of [
  ['as they are', every],
  ['made to differ', different],
] as const) {
  await quality(records, labels);
  const start = performance.now();
  const { scored } = await quality(records, labels);
  console.log(`\nQ of ${records.length} records ${what} (${scored} distinct rows): ${Math.round(performance.now() - start)} ms`);
}

async function partitions(): Promise<Partition[]> {
  const found: Partition[] = [];
  for (const [name, options] of MODELS) {
    const model = await new ElementsClustering(options).fit(elements);
    found.push({ name, labels: model.labels, own: (await model.evaluate(elements)).silhouette });
  }
  const random = createRandom(1);
  const drawn = (k: number): Int32Array => Int32Array.from(elements, () => random.integer(k));
  const by = (name: (element: ElementRecord) => unknown): Int32Array => {
    const names = new Map<unknown, number>();
    return Int32Array.from(elements, (element) => names.get(name(element)) ?? names.set(name(element), names.size).size - 1);
  };
  const given: [string, Int32Array][] = [
    ['by tag', by(({ type }) => type)],
    ['each distinct record its own', by((element) => JSON.stringify(element))],
    ['each record its own', Int32Array.from(elements.keys())],
    ['all in one', new Int32Array(elements.length)],
    ['random', drawn(20)],
    ['random', drawn(150)],
  ];
  return [...found, ...given.map(([name, labels]) => ({ name, labels, own: null }))];
}

/** Spearman's rank correlation of a score with AMI over the partitions that have it; scores that are better when lower are turned. */
function correlation(name: (typeof SCORES)[number]): number {
  const scored = rows.flatMap(({ scores }) => (scores[name] === null ? [] : [[scores[name], scores.AMI] as const]));
  const sign = name === 'daviesBouldin' ? -1 : 1;
  return pearson(ranks(scored.map(([score]) => sign * score)), ranks(scored.map(([, ami]) => ami)));
}

/** Equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const below = (value: number): number => values.filter((other) => other < value).length;
  const equal = (value: number): number => values.filter((other) => other === value).length;
  return values.map((value) => below(value) + (equal(value) - 1) / 2);
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [aMean, bMean] = [mean(a), mean(b)];
  const product = (x: readonly number[], y: readonly number[], xMean: number, yMean: number): number =>
    x.reduce((sum, value, i) => sum + (value - xMean) * (y[i] - yMean), 0);
  return product(a, b, aMean, bMean) / Math.sqrt(product(a, a, aMean, aMean) * product(b, b, bMean, bMean));
}

function show(score: number | null): string {
  if (score === null) return '–';
  const rounded = score.toFixed(Math.abs(score) >= 10 ? 1 : 2);
  return rounded === '-0.00' ? '0.00' : rounded;
}
