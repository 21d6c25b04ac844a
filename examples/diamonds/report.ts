import type { RunRecord } from '../../src/pipeline.ts';
import type { FieldImportance } from '../../src/regression.ts';
import { fitPlot, importancePlot, type Point, residualPlot } from './plots.ts';

/** A model of the run in the report. */
export interface Section {
  readonly name: string;
  /** Some of the held-out diamonds. */
  readonly points: readonly Point[];
  /** Of models that know it. */
  readonly importance?: readonly FieldImportance[];
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; } figure { margin: 1rem 0; }`;

/** A page about a run: what the models scored, and how the predictions of some of them look. One file, without scripts. */
export function reportOf(run: RunRecord, sections: readonly Section[]): string {
  const { data, models, verdict } = run;
  const dropped = data.dropped.filter(({ rows }) => rows > 0).map(({ rule, rows }) => [rule, rows]);
  const rows = models.map(({ name, scores, fitMs, bytes, trials }) => [
    name,
    ...(['r2', 'meanAbsoluteError', 'rootMeanSquaredError'] as const).map(
      (score) => scores?.[score]?.toFixed(score === 'r2' ? 6 : 2) ?? '–',
    ),
    `${(fitMs / 1000).toFixed(2)} s`,
    `${(bytes / 1024).toFixed(0)} KiB`,
    trials?.length ?? '–',
  ]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Prices of diamonds: run ${run.id}</title>
<style>${STYLE}</style>
<h1>Prices of diamonds</h1>
<p>Run ${run.id}: ${data.read} rows read, ${data.kept} kept, ${data.trainRows} to learn from, ${data.testRows} held out.</p>
${table(['dropped', 'rows'], dropped)}
<h2>Models, on the rows held out</h2>
${table(['model', 'R²', 'MAE ($)', 'RMSE ($)', 'fit', 'size', 'trials'], rows)}
<p>${escapeHtml(verdict.challenger)}: ${escapeHtml(verdict.reason)}.</p>
${sections.map(sectionOf).join('\n')}
</html>
`;
}

function sectionOf({ name, points, importance }: Section): string {
  const figures: [string, string][] = [
    [`Predicted and true prices, ${points.length} of the diamonds held out`, fitPlot(points)],
    ['Residuals by size; dots: medians of deciles, lines: their middle halves', residualPlot(points)],
    ...(importance ? [['Importance of the fields', importancePlot(importance)] as [string, string]] : []),
  ];
  const drawn = figures.map(([caption, plot]) => `<figure>${plot}<figcaption>${escapeHtml(caption)}</figcaption></figure>`);
  return `<h2>${escapeHtml(name)}</h2>\n${drawn.join('\n')}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cell: 'th' | 'td', values: readonly (string | number)[]): string =>
    `<tr>${values.map((value) => `<${cell}>${escapeHtml(String(value))}</${cell}>`).join('')}</tr>`;
  return `<table>${line('th', head)}${rows.map((row) => line('td', row)).join('')}</table>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
