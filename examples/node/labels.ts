import { ElementsClustering } from 'elements-clustering';

const links = (...names: string[]) => names.map((name) => ({ type: 'a', class: 'menu-link', href: `/radio/${name}` }));
const buttons = (...names: string[]) => names.map((name) => ({ type: 'button', class: 'btn', 'aria-label': name }));
const cards = (...names: string[]) => names.map((name) => ({ type: 'section', class: 'card shadow', title: name }));

const model = await new ElementsClustering({ unknown: true }).fit([...links('jazz', 'rock', 'folk'), ...buttons('play', 'stop', 'next')]);
console.log([...model.names]);

// what is known keeps its label, what is near joins, what is new waits
const monday = await model.update([...links('jazz', 'soul'), ...cards('news', 'charts')]);
console.log(monday.labels, monday.repeated, monday.joined, monday.waiting);

// enough of the new make a cluster, with a label that was never used
const tuesday = await model.update(cards('live', 'blog', 'shop'));
console.log(tuesday.labels, tuesday.newLabels);
console.log(await model.predict([...links('jazz'), ...cards('news', 'tour'), { type: 'video' }]));

// how clear is a case?
console.log(await model.assign([...cards('tour'), { type: 'video' }]));

// only users merge and rename
await model.mergeClusters([0, 1]);
await model.renameCluster(0, 'controls');
console.log([...model.names], model.lineage);
console.log(await model.predict([...links('jazz'), ...buttons('play'), ...cards('news')]));
