import type { Champion, RunRecord } from '../../src/pipeline.ts';
import type { Coefficient, FieldImportance } from '../../src/regression.ts';
import { errorPlot, fitPlot, importancePlot, type Point, residualPlot } from './plots.ts';

/** A model of the run in the report. */
export interface Section {
  readonly name: string;
  /** Some of the held-out diamonds. */
  readonly points: readonly Point[];
  /** Of models that know it. */
  readonly importance?: readonly FieldImportance[];
  /** Of linear models, and whether they add up to the logarithm of the price. */
  readonly linear?: { readonly intercept: number; readonly coefficients: readonly Coefficient[]; readonly logarithm: boolean };
}

const BEST_TRIALS = 5;
const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .55rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
.champion { font-weight: bold; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(30rem, 1fr)); gap: 1rem; align-items: start; }
figure { margin: 0; } details { margin: 1rem 0; } svg { max-width: 100%; height: auto; } figcaption, footer { color: #555; font-size: .9rem; }`;

/**
 * A page about a run: what the models scored, and how the predictions of some of them look. One file, without scripts.
 * @param champion of the pipeline, after the run
 */
export function reportOf(run: RunRecord, sections: readonly Section[], champion: Champion): string {
  const { data, models, verdict, code } = run;
  const dropped = data.dropped.filter(({ rows }) => rows > 0).map(({ rule, rows }) => `${whole(rows)} (${rule})`);
  const rows = models.map(({ name, scores, fitMs, bytes, trials }) => [
    champion.run === run.id && champion.model === name ? `${name}, champion` : name,
    ...(['r2', 'meanAbsoluteError', 'rootMeanSquaredError'] as const).map(
      (score) => scores?.[score]?.toFixed(score === 'r2' ? 6 : 2) ?? '–',
    ),
    `${(fitMs / 1000).toFixed(2)} s`,
    `${whole(bytes / 1024)} KiB`,
    trials?.length ?? '–',
  ]);
  const text = `${whole(data.read)} rows read, ${dropped.join(' and ') || 'none'} dropped; ${whole(data.trainRows)} learned from, ${whole(data.testRows)} held out.`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Prices of diamonds: run ${run.id}</title>
<style>${STYLE}</style>
<h1>Prices of diamonds</h1>
<p>${escapeHtml(text)}</p>
<h2>Models, on the rows held out</h2>
${table(['model', 'R²', 'MAE ($)', 'RMSE ($)', 'fit', 'size', 'trials'], rows)}
<p>The best of this run is ${escapeHtml(verdict.challenger)}: ${escapeHtml(verdict.reason)}. Champion ${champion.version}: ${escapeHtml(champion.model)}, since ${champion.at.slice(0, 10)}.</p>
${figure('Error by size, each dot a tenth of the diamonds held out', errorPlot(sections))}
${sections.map((section) => sectionOf(section, run)).join('\n')}
<footer>Run ${run.id}, ${(run.durationMs / 1000).toFixed(0)} s, elements-clustering ${escapeHtml(code.library)} on ${escapeHtml(code.runtime)}${code.commit ? `, commit ${code.commit.slice(0, 8)}` : ''}; data ${data.sha256.slice(0, 16)}….</footer>
</html>
`;
}

function sectionOf({ name, points, importance, linear }: Section, { models, metric }: RunRecord): string {
  const { trials } = models.find((model) => model.name === name) ?? {};
  const figures = [
    figure(`Predicted and true prices of ${whole(points.length)} diamonds held out`, fitPlot(points)),
    figure('Residuals by size; red: medians and middle halves of tenths', residualPlot(points)),
    ...(importance ? [figure('Importance of the fields', importancePlot(importance))] : []),
  ];
  return `<h2>${escapeHtml(name)}</h2>
<div class="figures">${figures.join('')}</div>
${linear ? coefficientTable(linear) : ''}
${trials ? trialTable(trials, metric.score) : ''}`;
}

function coefficientTable({ intercept, coefficients, logarithm }: NonNullable<Section['linear']>): string {
  const head = ['coefficient', logarithm ? 'adds to the logarithm of the price' : 'adds to the price ($)'];
  const shown = (value: number): string => (logarithm ? value.toFixed(4) : value.toFixed(0));
  const rows = table(head, [
    ['intercept', shown(intercept)],
    ...coefficients.map(({ field, of, level, value }) => [[field, level ?? (of === 'number' ? 'a unit' : of)].join(': '), shown(value)]),
  ]);
  return `<details><summary>Intercept and coefficients; levels are compared with the first of their field</summary>${rows}</details>`;
}

/** The best of a search, which the run's file has all of. */
function trialTable(trials: NonNullable<RunRecord['models'][number]['trials']>, score: string): string {
  const last = ({ rungs }: (typeof trials)[number]) => rungs.at(-1) ?? { rows: 0, score: null };
  const best = trials
    .toSorted((a, b) => last(b).rows - last(a).rows || Number(last(b).score) - Number(last(a).score))
    .slice(0, BEST_TRIALS);
  const names = [...new Set(best.flatMap(({ options }) => Object.keys(options)))].filter((name) => name !== 'orders' && name !== 'target');
  const cell = (value: unknown): string => (typeof value === 'number' ? `${Number(value.toPrecision(3))}` : `${value ?? 'default'}`);
  const rows = best.map((one) => [
    `${one.trial}`,
    whole(last(one).rows),
    last(one).score?.toFixed(6) ?? '–',
    ...names.map((name) => cell(one.options[name])),
  ]);
  return `<p>The best of ${trials.length} trials, compared on a share of the training rows:</p>${table(['trial', 'rows', score, ...names], rows)}`;
}

function figure(caption: string, plot: string): string {
  return `<figure>${plot}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cell: 'th' | 'td', values: readonly (string | number)[]): string =>
    `<tr${String(values[0]).endsWith(', champion') ? ' class="champion"' : ''}>${values.map((value) => `<${cell}>${escapeHtml(String(value))}</${cell}>`).join('')}</tr>`;
  return `<table>${line('th', head)}${rows.map((row) => line('td', row)).join('')}</table>`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
