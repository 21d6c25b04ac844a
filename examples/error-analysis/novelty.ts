import type { Section } from '../../bench/report.ts';
import { show } from './format.ts';
import type { StreamReport } from './stream.ts';
import { DRAWS, type Study } from './study.ts';

/** Later pages taken in batch by batch, with roles left out of the fit. */
export function streamSection({ streams }: Study): Section {
  const [told, any] = [streams.slice(0, DRAWS.length), streams.slice(DRAWS.length)];
  const range = (reports: readonly StreamReport[], of: (report: StreamReport) => number): string =>
    [Math.min(...reports.map(of)), Math.max(...reports.map(of))].map(show).join(' to ');
  const most = (of: (report: StreamReport) => number): number => Math.max(...streams.map(of));
  const f1 = (report: StreamReport): number => report.f1;
  return {
    title: 'Labels that stay: later pages taken in',
    about:
      'Some roles are left out of the fit on the training pages; then `update` takes in the five batches of later pages, in which they come. A seed draws them ' +
      'from the roles with 5 or more records in the batches, 12 % of these. The first draws are of roles that records can tell: no record of another role has the same tag, ' +
      'the same attributes by name and the same words of class, digits aside. That is counted in the records and their roles, before anything is clustered. The other draws ' +
      'are of any roles: a role is told by what surrounds an element, which its record does not hold.\n\n' +
      'A label is new when it was given after the fit, and a novelty unless most of its records have known roles. _Recall_ is the share of left-out records that ended with ' +
      'a novelty, _precision_ the share of these among all left-out and known records with a new label. _Alike_ is the share of left-out records that equal a fitted one in every ' +
      'attribute, and so must have its label; _at most_ is the F1 that this leaves to any model. _New looks_ is the recall of those with a tag, names and words of class that ' +
      'no fitted record has together. _Repeated changed_ counts records whose label, once given, was another one later, _base changed_ training records whose label was another ' +
      'one at the end.',
    head: [
      'draw',
      'roles left out',
      'clusters',
      'new labels',
      'precision',
      'recall',
      'F1',
      'alike',
      'at most',
      'new looks',
      'known as new',
      'known unknown',
      'repeated changed',
      'base changed',
    ],
    rows: streams.map((report, i) => streamRow(`${DRAWS[i % DRAWS.length]}${i < DRAWS.length ? '' : ', any roles'}`, report)),
    summary: [
      `Of roles that records can tell F1 is ${range(told, f1)}. Of any roles it is ${range(any, f1)}, where ${range(any, ({ most }) => most)} were possible; of the new looks among ` +
        `these ${range(any, ({ newLooks }) => newLooks)} are found.`,
      `At most ${percent(most(({ knownAsNew }) => knownAsNew))} of the known records got a new label; ${most(({ repeatedChanged }) => repeatedChanged)} repeated records and ` +
        `${most(({ baseChanged }) => baseChanged)} training records changed theirs.`,
      'What is missed looks like what was fitted: a link in another list is a link. Nothing here was tuned on these pages.',
    ],
  };
}

/** A draw as the table shows it. */
export function streamRow(name: string, report: StreamReport): string[] {
  return [
    name,
    `${report.leftOut.length}`,
    `${report.clusters}`,
    `${report.newLabels}`,
    ...[report.precision, report.recall, report.f1].map(show),
    percent(report.alike),
    show(report.most),
    show(report.newLooks),
    percent(report.knownAsNew),
    percent(report.knownUnknown),
    `${report.repeatedChanged}`,
    `${report.baseChanged}`,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
