// The study as Markdown: every number in it comes from the run.
import { type Section, sectionToMarkdown } from '../../bench/report.ts';
import { batchSection, thresholdSection } from './curves.ts';
import { errorSections, roleSection } from './mistakes.ts';
import { streamSection } from './novelty.ts';
import { ablationSection, startSection, stepSection } from './steps.ts';
import type { Study } from './study.ts';

/** All sections, in the order to read them in. */
export function toSections(study: Study): Section[] {
  return [
    startSection(study),
    ...errorSections(study, study.baseline, 'What the starting point gets wrong'),
    stepSection(study),
    ablationSection(study),
    thresholdSection(study),
    batchSection(study),
    streamSection(study),
    ...errorSections(study, study.improved, 'What remains wrong'),
    roleSection(study),
  ];
}

/** The page: an introduction with the sizes of the parts, then the sections. */
export function writeDocument(command: string, study: Study, sections: readonly Section[]): string {
  const { train, validation, batches } = study.splits;
  const later = batches.reduce((sum, { elements }) => sum + elements.length, 0);
  const intro = [
    '# Error analysis',
    `Written by \`${command}\`; all figures are of this run. ${train.elements.length} elements of [ten sites](../data/README.md) are clustered, ` +
      `${validation.elements.length} of other pages judge the result, and ${later} of five later batches of pages confirm it. All models are fitted ` +
      'on the training pages only; a label of another page is what `predict` answers.',
    'Q is the score without a truth, AMI, ARI and V compare with the structural roles: [what they mean](evaluation.md). Q of all parts is taken in ' +
      'the space of the training pages.',
  ];
  return `${[...intro, ...sections.map(sectionToMarkdown)].join('\n\n')}\n`;
}
