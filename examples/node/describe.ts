import { ElementsClustering } from 'elements-clustering';

const links = ['jazz', 'rock', 'folk'].map((name) => ({ type: 'a', class: 'menu-link', href: `/radio/${name}` }));
const buttons = ['play', 'stop', 'next'].map((name) => ({ type: 'button', class: 'btn', 'aria-label': name }));
const model = await new ElementsClustering().fit([...links, ...buttons]);

// every cluster in the fields of the records
for (const { label, name, count, share, selector, example, fields, distinctions } of await model.describe()) {
  console.log(`${label} ${name}: ${count} rows (${(100 * share).toFixed(0)} %), ${selector}, such as row ${example}`);
  for (const { field, kind, share: present, values } of fields) {
    console.log(`  ${field} (${kind}), in ${(100 * present).toFixed(0)} %: ${values.map(({ value }) => value).join(' | ')}`);
  }
  const [{ field, value, here, elsewhere, effect }] = distinctions;
  console.log(`  most of all: ${field} ${value}, share ${here} here and ${elsewhere} elsewhere, effect ${effect}`);
}

// why has a record its label?
const why = await model.explain({ type: 'a', class: 'btn', href: '/radio/live', download: 'live.mp3' });
console.log(why.label, why.name, why.distance.toFixed(3), 'rival:', why.rival?.name, why.rival?.distance.toFixed(3));
for (const { field, contribution } of why.fields) console.log(`  ${field || '(its fields as a whole)'}: ${contribution.toFixed(3)}`);
console.log(why.unseen);

// names stay with labels, whatever comes later
await model.renameCluster(0, 'menu');
await model.update(['blues', 'soul', 'pop', 'latin'].map((name) => ({ type: 'a', class: 'menu-link new', href: `/radio/${name}` })));
console.log(model.names);

// numbers: means instead of values
const flats = [30, 32, 35, 38, 90, 95, 99, 104].map((size, i) => ({ size, rooms: 1 + Math.floor(size / 30), balcony: i % 2 === 0 }));
const [first] = await (await new ElementsClustering({ k: 2 }).fit(flats)).describe();
console.log(first.name, first.fields[0].numbers, first.distinctions[0]);
