/** Shows what a model makes of some records. */

const mostShown = 25;
const membersCompared = 20;
const membersShown = 3;
const element = (id) => document.getElementById(id);

/** Fills the result panel: the facts, the clusters by size, each with its most typical members, and all labels. */
export async function showResult(model, records, labels) {
  const { effectiveK, engine } = await model.state();
  const clusters = groupRows(labels, effectiveK);
  const typical = await typicalMembers(model, records, clusters);
  element('fact-records').textContent = records.length.toLocaleString('en');
  element('fact-clusters').textContent = String(effectiveK);
  element('fact-engine').textContent = engine === 'wasm' ? 'WebAssembly' : 'plain JavaScript';
  element('engine-note').hidden = engine === 'wasm';
  const bySize = [...clusters.keys()].sort((a, b) => clusters[b].length - clusters[a].length);
  const shown = bySize.slice(0, mostShown);
  const items = shown.map((label) => clusterItem(label, clusters[label].length, clusters[label].length / records.length, typical[label]));
  element('clusters').replaceChildren(...items);
  element('more').textContent = `… and ${effectiveK - shown.length} smaller ones.`;
  element('more').hidden = shown.length === effectiveK;
  element('labels').textContent = labels.join(' ');
  for (const id of ['facts', 'labels-box']) element(id).hidden = false;
  element('empty').hidden = true;
}

/** Row numbers by label. */
function groupRows(labels, k) {
  const clusters = Array.from({ length: k }, () => []);
  labels.forEach((label, row) => {
    clusters[label].push(row);
  });
  return clusters;
}

/** For each cluster its members nearest to the centre, of the first few. */
async function typicalMembers(model, records, clusters) {
  const rows = clusters.flatMap((members) => members.slice(0, membersCompared));
  const { data, columns } = await model.transform(rows.map((row) => records[row]));
  const typical = clusters.map(() => []);
  let at = 0;
  clusters.forEach((members, label) => {
    for (const row of members.slice(0, membersCompared))
      typical[label].push({ record: records[row], distance: data[at++ * columns + label] });
  });
  return typical.map((members) => members.sort((a, b) => a.distance - b.distance).map(({ record }) => record));
}

function clusterItem(label, size, share, typical) {
  const item = make('li');
  const title = make('h3');
  const count = size === 1 ? '1 member' : `${size.toLocaleString('en')} members`;
  title.append(make('code', shortName(typical[0], label)), make('span', count, 'size'));
  const bar = make('div', '', 'bar');
  bar.style.setProperty('--share', share);
  const list = make('ul', '', 'members');
  const distinct = [...new Set(typical.map(describe))].slice(0, membersShown);
  list.append(...distinct.map(memberItem));
  item.append(title, bar, list);
  return item;
}

function memberItem(text) {
  const item = make('li');
  item.append(make('code', text));
  return item;
}

/** `a.menu-link` for an element, else the cluster's number. */
function shortName(record, label) {
  if (typeof record?.type !== 'string') return `cluster ${label}`;
  const classes = String(record.class ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return [record.type, ...classes].join('.');
}

/** An element as its tag in HTML, anything else as JSON. */
function describe(record) {
  if (typeof record.type !== 'string') return JSON.stringify(record);
  const attributes = Object.entries(record).filter(([name]) => name !== 'type');
  return `<${[record.type, ...attributes.map(([name, value]) => `${name.replace(/^@/, '')}="${value}"`)].join(' ')}>`;
}

function make(name, text = '', className = '') {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
