import type { Section } from '../../bench/report.ts';
import { asTag } from '../demo/report.ts';
import { confusedRoles, countErrors, differences, type Mistake, splitRoles, worstRoles } from './errors.ts';
import { code } from './format.ts';
import type { Outcome } from './score.ts';
import { type Study, VALIDATION } from './study.ts';

const EXAMPLES = 8;
const ROLES = 12;
const LEAST = 10;

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

function differing({ examples: [a, b] }: Mistake): string {
  return differences(a, b).map(code).join(' ') || 'nothing';
}
