import { ElementsClustering } from 'elements-clustering';
import { externalScores, quality } from 'elements-clustering/metrics';

const links = ['jazz', 'rock', 'folk'].map((name) => ({ type: 'a', class: 'menu-link', href: `/radio/${name}` }));
const buttons = ['play', 'stop', 'next'].map((name) => ({ type: 'button', class: 'btn', 'aria-label': name }));
const elements = [...links, ...buttons, { type: 'a', class: 'btn', href: '/radio/live' }];
const truth = ['link', 'link', 'link', 'button', 'button', 'button', 'link'];

const model = await new ElementsClustering().fit(elements);
const { perCluster, perRecord, external, contingency, ...whole } = await model.evaluate(elements, {
  truth,
  contingency: true,
  perRecord: true,
});
console.log(whole);
console.log(perCluster[0]);
console.log(perRecord?.at(-1));
console.log(external);
console.log(contingency);

// labels from anywhere
const byTag = elements.map(({ type }) => (type === 'a' ? 0 : 1));
console.log((await quality(elements, byTag)).score, externalScores(truth, byTag).adjustedRand);

// how k was chosen
const sizes = [1, 2, 3, 11, 12, 13, 41, 42, 43, 44].map((size) => [size]);
console.log((await new ElementsClustering({ criterion: 'silhouette' }).fit(sizes)).curve);
