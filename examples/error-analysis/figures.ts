import { dot, lineY, type Markish, ruleX, ruleY, text } from '@observablehq/plot';
import { toSvg } from '../figure.ts';
import type { Outcome } from './score.ts';
import { PARTS, type Study, VALIDATION } from './study.ts';

/** A value of a named series. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly series: string;
}

const COLOURS = { legend: false, scheme: 'observable10' } as const;
const MARGIN_FOR_NAMES = 150;
/** Names of lines are at least so far apart, so that they can be read. */
const LINE_OF_TEXT = 0.045;

/** Files of the figures and what is in them. */
export function drawFigures(study: Study): ReadonlyMap<string, string> {
  return new Map([
    ['error-analysis-steps.svg', steps([study.baseline, study.density, ...study.steps])],
    ['error-analysis-threshold.svg', thresholds(study)],
    ['error-analysis-batches.svg', batches(study)],
  ]);
}

/** Q and AMI of each recipe on validation pages. */
function steps(outcomes: readonly Outcome[]): string {
  const name = ({ recipe }: Outcome): string => recipe.name;
  const points = outcomes.flatMap((one) => [
    { name: name(one), score: one.parts[VALIDATION].q, series: 'Q' },
    { name: name(one), score: one.parts[VALIDATION].ami, series: 'AMI' },
  ]);
  const place = { x: 'score', y: 'name' };
  const last = points.slice(-2);
  return toSvg({
    height: 60 + 32 * outcomes.length,
    marginLeft: 190,
    marginBottom: 40,
    x: { domain: [0, 1], grid: true, label: 'score on validation pages →' },
    y: { domain: outcomes.map(name), label: null },
    color: COLOURS,
    marks: [
      dot(points, { ...place, fill: 'series', r: 5 }),
      text(last, { ...place, text: 'series', fill: 'series', dx: 10, textAnchor: 'start', fontWeight: 'bold' }),
    ],
  });
}

/** Q and AMI over the threshold, for either half of the sites. */
function thresholds({ thresholds }: Study): string {
  const points = thresholds.flatMap(({ threshold, half, q, ami }) => [
    { x: threshold, y: ami, series: `AMI, half ${half + 1}` },
    { x: threshold, y: q, series: `Q, half ${half + 1}` },
  ]);
  return lines(points, 'threshold τ →', undefined, [ruleX([0.25], { strokeDasharray: '4 3' })]);
}

/** Q and AMI on later pages, batch by batch. */
function batches({ baseline, improved }: Study): string {
  const points = [baseline, improved].flatMap((one, i) =>
    one.parts.slice(PARTS.length).flatMap(({ q, ami }, batch) => [
      { x: batch + 1, y: ami, series: `AMI, ${i === 0 ? 'presence' : 'default'}` },
      { x: batch + 1, y: q, series: `Q, ${i === 0 ? 'presence' : 'default'}` },
    ]),
  );
  return lines(points, 'batch of later pages →', 1, []);
}

function lines(points: readonly Point[], label: string, interval: number | undefined, marks: readonly Markish[]): string {
  const place = { x: 'x', y: 'y' };
  return toSvg({
    height: 400,
    marginRight: MARGIN_FOR_NAMES,
    marginBottom: 40,
    x: { label, interval, tickFormat: interval === undefined ? undefined : 'd' },
    y: { domain: [0, 1], grid: true, label: '↑ score' },
    color: COLOURS,
    marks: [
      ruleY([0]),
      ...marks,
      lineY(points, { ...place, stroke: 'series' }),
      dot(points, { ...place, fill: 'series', r: 3 }),
      text(lineNames(points), { ...place, text: 'series', fill: 'series', dx: 8, textAnchor: 'start' }),
    ],
  });
}

/** A place for the name of each line, at its end. */
function lineNames(points: readonly Point[]): Point[] {
  const ends = [...Map.groupBy(points, ({ series }) => series).values()].map((line) => line[line.length - 1]);
  let free = 0;
  return ends
    .sort((a, b) => a.y - b.y)
    .map((end) => {
      const y = Math.max(end.y, free);
      free = y + LINE_OF_TEXT;
      return { ...end, y };
    });
}
