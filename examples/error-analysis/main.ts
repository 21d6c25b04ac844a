// Where clusters of real elements are wrong, and what each step of the default recipe is worth; writes docs/error-analysis.md and its figures.
import { writeFile } from 'node:fs/promises';
import { toText } from '../../bench/report.ts';
import { readElements } from '../../data/elements.ts';
import { toSections, writeDocument } from './document.ts';
import { drawFigures } from './figures.ts';
import { stepSection } from './steps.ts';
import { runStudy } from './study.ts';

const docs = new URL('../../docs/', import.meta.url);
const start = performance.now();
const study = await runStudy(await readElements(), (name) => console.error(`… ${name}`));
for (const [name, svg] of drawFigures(study)) await writeFile(new URL(name, docs), svg);
await writeFile(new URL('error-analysis.md', docs), writeDocument('npm run study', study, toSections(study)));
console.log(toText({ ...stepSection(study), about: '' }));
console.log(`docs/error-analysis.md written in ${((performance.now() - start) / 1000).toFixed(0)} s`);
