import { ElementsClustering } from 'elements-clustering';

const links = ['jazz', 'rock', 'folk'].map((name) => ({ type: 'a', class: 'menu-link', href: `/radio/${name}` }));
const buttons = ['play', 'stop', 'next'].map((name) => ({ type: 'button', class: 'btn', 'aria-label': name }));

const model = await new ElementsClustering().fit([...links, ...buttons]);
console.log(`${model.effectiveK} clusters, labels ${model.labels.join(' ')}`);

await model.save('radio'); // a file below .elements-clustering
const loaded = await ElementsClustering.load('radio');
const labels = await loaded.predict([{ type: 'a', class: 'menu-link', href: '/radio/blues' }]);
console.log(`a new link goes to cluster ${labels[0]}`);
