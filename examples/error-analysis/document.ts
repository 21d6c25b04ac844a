// The study as Markdown: every number in it comes from the run.
import { type Section, sectionToMarkdown } from '../../bench/report.ts';
import { asTag, shorten } from '../demo/report.ts';
import { confusedRoles, countErrors, differences, type Mistake, splitRoles, worstRoles } from './errors.ts';
import type { Outcome, Scores } from './score.ts';
import { PARTS, type Study } from './study.ts';

const EXAMPLES = 8;
const ROLES = 12;
const LEAST = 10;
const VALIDATION = 1;

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

/** The start with several k. */
export function startSection({ starts, baseline, density }: Study): Section {
  return {
    title: 'The starting point',
    about:
      'An element is the list of its attributes, whatever their values; k-means needs a k, DP-means a distance. ' +
      `Of several k, Q on the training pages picks ${baseline.clusters}.`,
    ...scoreTable([...starts, density]),
    summary: [],
  };
}

/** What a recipe gets wrong on validation pages: the pairs of roles it merges and the roles it splits. */
export function errorSections(study: Study, outcome: Outcome, title: string): Section[] {
  const part = study.parts[VALIDATION];
  const { labels } = outcome.parts[VALIDATION];
  const errors = countErrors(part, labels);
  const share = (some: number, all: number): string => `${((100 * some) / all).toFixed(1)} %`;
  const about = [
    `${outcome.clusters} clusters (${outcome.recipe.name}) on the ${part.elements.length} validation elements.`,
    `Merged wrongly: ${errors.merged} pairs of elements with different roles in one cluster. Of them ${share(errors.mergedEqual, errors.merged)} are`,
    `equal in every attribute, which nobody can tell apart, and ${share(errors.mergedSameNames, errors.merged)} have the same attributes by name with`,
    `other values. ${share(errors.mostMerged.pairs, errors.merged)} are between elements whose only attributes are ${code(errors.mostMerged.names)}.`,
    `Split wrongly: ${errors.split} pairs of one role in different clusters, ${share(errors.splitSameNames, errors.split)} of them with the same`,
    'attributes by name.',
  ];
  const { roles } = study.splits;
  return [
    {
      title,
      about: `${about.join(' ')}\n\nThe most confused pairs of roles, each with its most frequent element in the cluster they share most:`,
      head: ['wrong pairs', 'role', 'element', 'is merged with', 'element', 'they differ in'],
      rows: confusedRoles(part, labels, EXAMPLES).map((one) => [
        String(one.pairs),
        code(roles[one.roles[0]]),
        code(asTag(one.examples[0])),
        code(roles[one.roles[1]]),
        code(asTag(one.examples[1])),
        differing(one),
      ]),
      summary: [],
    },
    {
      title: `${title}: roles that are split`,
      about: 'Roles with the most pairs in different clusters, each with the most frequent elements of its two largest parts:',
      head: ['wrong pairs', 'role', 'element', 'is apart from', 'they differ in'],
      rows: splitRoles(part, labels, EXAMPLES).map((one) => [
        String(one.pairs),
        code(roles[one.roles[0]]),
        ...one.examples.map((element) => code(asTag(element))),
        differing(one),
      ]),
      summary: [],
    },
  ];
}

/** Each step with its scores, and what it changed on validation pages. */
export function stepSection({ baseline, steps, improved, control, best }: Study): Section {
  const chain = [baseline, ...steps];
  const { head, rows } = scoreTable([...chain, control]);
  return {
    title: 'Step by step',
    about: `![Q and AMI of each step](error-analysis-steps.svg)\n\nk stays ${baseline.clusters} until DP-means finds it.`,
    head,
    rows,
    summary: [
      ...steps.map((step, i) => {
        const [before, after] = [chain[i], step].map(({ parts }) => parts[VALIDATION]);
        return `**${step.recipe.name}**: AMI ${change(before.ami, after.ami)}, Q ${change(before.q, after.q)}. ${sentence(step.recipe.why)}`;
      }),
      `In all, on validation pages: AMI ${change(baseline.parts[VALIDATION].ami, improved.parts[VALIDATION].ami)}, Q ` +
        `${change(baseline.parts[VALIDATION].q, improved.parts[VALIDATION].q)}.`,
      `**${control.recipe.name}**, for comparison: k-means with as many clusters as DP-means found. Against DP-means: AMI ` +
        `${change(improved.parts[VALIDATION].ami, control.parts[VALIDATION].ami)}, ARI ${change(improved.parts[VALIDATION].ari, control.parts[VALIDATION].ari)}, ` +
        `Q ${change(improved.parts[VALIDATION].q, control.parts[VALIDATION].q)}.`,
      `No model can be perfect: equal elements have different roles. If each validation element had the most frequent role of its equals, AMI were ` +
        `${show(best.ami)}, ARI ${show(best.ari)} and V ${show(best.v)}.`,
    ],
  };
}

/** What each part of the features is worth. */
export function ablationSection({ ablations, steps, control }: Study): Section {
  const [all, , withoutIdf] = ablations;
  const [, weighted, idf] = steps;
  const gain = (before: Outcome, after: Outcome): string => {
    const [a, b] = [before, after].map(({ parts }) => parts[VALIDATION]);
    return `AMI by ${signed(b.ami - a.ami)} and ARI by ${signed(b.ari - a.ari)} with ${after.clusters} clusters`;
  };
  return {
    title: 'What each part of the features is worth',
    about: `One thing left out at a time, on validation pages; k-means with k = ${control.clusters}, so that nothing but the features changes.`,
    head: ['', 'Q', 'AMI', 'ARI', 'AMI against all of it'],
    rows: ablations.map(({ recipe, parts }) => {
      const { q, ami, ari } = parts[VALIDATION];
      return [recipe.name, show(q), show(ami), show(ari), signed(ami - all.parts[VALIDATION].ami)];
    }),
    summary: [`What a step is worth depends on k: idf changes ${gain(weighted, idf)}, and ${gain(withoutIdf, all)}.`],
  };
}

/** The threshold on the training pages. */
export function thresholdSection({ thresholds }: Study): Section {
  const half = (number: number): Study['thresholds'] => thresholds.filter((one) => one.half === number);
  const best = (number: number, by: 'q' | 'ami'): number => half(number).reduce((a, b) => (b[by] > a[by] ? b : a)).threshold;
  return {
    title: 'The threshold of DP-means',
    about:
      '![Q and AMI by threshold](error-analysis-threshold.svg)\n\nTraining pages only, in two halves of five sites each, every half clustered by itself; ' +
      'the default of .25 is dashed. Nothing was tuned on validation pages.',
    head: ['τ', 'clusters, half 1', 'Q', 'AMI', 'clusters, half 2', 'Q', 'AMI'],
    rows: half(0).map((first, i) => {
      const cells = [first, half(1)[i]].flatMap(({ clusters, q, ami }) => [String(clusters), show(q), show(ami)]);
      return [String(first.threshold), ...cells];
    }),
    summary: [
      `Highest AMI at τ = ${best(0, 'ami')} on the first half and ${best(1, 'ami')} on the second, highest Q at ${best(0, 'q')} and ${best(1, 'q')}.`,
    ],
  };
}

/** Later pages, batch by batch. */
export function batchSection({ baseline, improved }: Study): Section {
  const cells = ({ parts }: Outcome, batch: number): string[] => figures(parts[3 + batch]);
  return {
    title: 'Later pages',
    about:
      '![Q and AMI by batch](error-analysis-batches.svg)\n\nThe first four columns are of the starting point, the others of the default. Neither learns from the batches here.',
    head: ['batch', ...SCORES, ...SCORES],
    rows: [0, 1, 2, 3, 4].map((batch) => [String(batch + 1), ...cells(baseline, batch), ...cells(improved, batch)]),
    summary: [],
  };
}

/** What remains: the roles that fare worst. */
export function roleSection(study: Study): Section {
  const part = study.parts[VALIDATION];
  const { roles } = study.splits;
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  return {
    title: 'What remains: the worst roles',
    about:
      `Roles of ${LEAST} or more validation elements that the default loses most of. _Together_ is the share of the role in its main cluster, _pure_ the ` +
      'share of that cluster that is of the role, _ambiguous_ the elements that have an equal with another role.',
    head: ['role', 'elements', 'clusters', 'together', 'pure', 'ambiguous', 'most frequent other role there'],
    rows: worstRoles(part, study.improved.parts[VALIDATION].labels, LEAST, ROLES).map((one) => [
      code(roles[one.role]),
      String(one.size),
      String(one.clusters),
      percent(one.together),
      percent(one.pure),
      String(one.ambiguous),
      one.rival === null ? '–' : code(roles[one.rival]),
    ]),
    summary: [],
  };
}

const SCORES = ['Q', 'AMI', 'ARI', 'V'];

function scoreTable(outcomes: readonly Outcome[]): Pick<Section, 'head' | 'rows'> {
  return {
    head: ['', 'clusters', ...PARTS.flatMap((part) => SCORES.map((score) => `${part} ${score}`))],
    rows: outcomes.map(({ recipe, clusters, parts }) => [recipe.name, String(clusters), ...PARTS.flatMap((_part, i) => figures(parts[i]))]),
  };
}

function figures({ q, ami, ari, v }: Scores): string[] {
  return [q, ami, ari, v].map(show);
}

function show(score: number): string {
  return score.toFixed(3);
}

function change(before: number, after: number): string {
  return `${show(before)} → ${show(after)} (${signed(after - before)})`;
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${show(Math.abs(difference))}`;
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function differing({ examples: [a, b] }: Mistake): string {
  return differences(a, b).map(code).join(' ') || 'nothing';
}

function code(text: string): string {
  return `\`${shorten(text, 90).replaceAll('|', '\\|').replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}
