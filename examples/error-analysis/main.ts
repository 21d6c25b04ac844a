// Where clusters of real elements are wrong, and what each step of the default recipe is worth; writes docs/error-analysis.md and its figures.
import { writeFile } from 'node:fs/promises';
import { toText } from '../../bench/report.ts';
import { readElements } from '../../data/elements.ts';
import {
  ablationSection,
  batchSection,
  errorSections,
  roleSection,
  startSection,
  stepSection,
  thresholdSection,
  writeDocument,
} from './document.ts';
import { drawFigures } from './figures.ts';
import { runStudy } from './study.ts';

const docs = new URL('../../docs/', import.meta.url);
const start = performance.now();
const study = await runStudy(await readElements(), (name) => console.error(`… ${name}`));
const sections = [
  startSection(study),
  ...errorSections(study, study.baseline, 'What the starting point gets wrong'),
  stepSection(study),
  ablationSection(study),
  thresholdSection(study),
  batchSection(study),
  ...errorSections(study, study.improved, 'What remains wrong'),
  roleSection(study),
];
for (const [name, svg] of drawFigures(study)) await writeFile(new URL(name, docs), svg);
await writeFile(new URL('error-analysis.md', docs), writeDocument('npm run study', study, sections));
console.log(toText({ ...stepSection(study), about: '' }));
console.log(`docs/error-analysis.md written in ${((performance.now() - start) / 1000).toFixed(0)} s`);
