/**
 * Clusters records in a Web Worker and keeps models in IndexedDB.
 * With a bundler the imports read 'elements-clustering/worker-client', 'elements-clustering/idb-store' and the worker 'elements-clustering/worker'.
 */
import { createIdbStore, requestPersistence } from '../../dist/idb-store.js';
import { connectWorker } from '../../dist/worker-client.js';
import { elementsOfPage, formatRecords, parseRecords, sample } from './records.js';
import { showResult } from './result.js';

const clustering = connectWorker(new Worker(new URL('../../dist/worker.js', import.meta.url), { type: 'module' }));
const store = createIdbStore();
/** More records than this are clustered, but not written into the text box. */
const mostInBox = 1000;
const phases = {
  features: 'Reading the records',
  seeding: 'Choosing where to start',
  iterating: 'Finding clusters',
  scoring: 'Comparing numbers of clusters',
};

const element = (id) => document.getElementById(id);
const box = element('records');

let records = [];
let model;
let running;

element('use-sample').addEventListener('click', () => takeRecords(sample, 'The elements of a small shop’s page.'));
element('use-page').addEventListener('click', () => takeRecords(elementsOfPage(), 'The elements of the page you are looking at.'));
element('file').addEventListener('change', ({ target }) =>
  attempt(async () => {
    const [file] = target.files;
    if (file) takeRecords(parseRecords(await file.text()), `From ${file.name}.`);
    target.value = '';
  }),
);
box.addEventListener('input', () => {
  element('records-note').textContent = 'As written above.';
});
element('fit-form').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(fit);
});
element('stop').addEventListener('click', () => running?.abort());
element('save-form').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(save);
});

function takeRecords(found, note) {
  const few = found.length <= mostInBox;
  records = found;
  box.value = few ? formatRecords(found) : '';
  box.placeholder = few ? '' : `${found.length.toLocaleString('en')} records, too many to show here.`;
  element('records-note').textContent = `${found.length.toLocaleString('en')} records. ${note}`;
}

/** The records as they stand: the text box counts, where there is something in it. */
function currentRecords() {
  if (box.value.trim() !== '') records = parseRecords(box.value);
  return records;
}

async function fit() {
  const rows = currentRecords();
  const k = element('k').valueAsNumber;
  running = new AbortController();
  setBusy(true);
  try {
    const next = await clustering.create({ k: Number.isNaN(k) ? 'auto' : k });
    await next.fit(rows, { onProgress: showProgress, signal: running.signal });
    await showResult(next, rows, (await next.state()).labels);
    model = next;
    say('Done. Save the model to keep it.');
  } finally {
    setBusy(false);
  }
}

async function save() {
  const name = element('name').value;
  await requestPersistence();
  await model.save(name);
  await listModels();
  say(`Saved as “${name}”.`, 'model-status');
}

async function load(name) {
  model = await clustering.load(name);
  element('name').value = name;
  setBusy(false);
  const rows = currentRecords();
  await showResult(model, rows, await model.predict(rows));
  say(`The model “${name}” sorted the records above into its clusters.`, 'model-status');
}

async function listModels() {
  const names = await store.list();
  element('models').replaceChildren(...names.map(modelItem));
  element('no-models').hidden = names.length > 0;
}

function modelItem(name) {
  const item = document.createElement('li');
  const label = document.createElement('span');
  label.textContent = name;
  const remove = async () => {
    await store.delete(name);
    await listModels();
  };
  item.append(
    label,
    button('Use', `Use model ${name}`, () => load(name)),
    button('Delete', `Delete model ${name}`, remove),
  );
  return item;
}

function button(text, description, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.setAttribute('aria-label', description);
  made.addEventListener('click', () => attempt(act));
  return made;
}

function showProgress({ phase, done }) {
  element('progress').value = done;
  say(`${phases[phase]} …`);
}

function setBusy(busy) {
  element('fit').disabled = busy;
  element('stop').disabled = !busy;
  element('save').disabled = busy || !model;
  element('progress').value = 0;
  element('progress').hidden = !busy;
}

/** Tells people what happened; a screen reader reads it when it changes. */
function say(text, where = 'status') {
  for (const id of ['status', 'model-status']) {
    const said = id === where ? text : '';
    if (element(id).textContent !== said) element(id).textContent = said;
  }
}

/** Runs an action and shows what goes wrong. */
async function attempt(action) {
  element('error').hidden = true;
  try {
    await action();
  } catch (error) {
    if (error.code === 'ABORTED') return say('Stopped.');
    element('error').textContent = error.message;
    element('error').hidden = false;
    say('');
  }
}

takeRecords(sample, 'The elements of a small shop’s page.');
attempt(listModels);
