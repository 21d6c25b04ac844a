import * as Plot from '@observablehq/plot';
import type { FieldImportance } from '../../src/regression.ts';
import { toSvg } from '../figure.ts';

/** A held-out diamond and what the model says of it. */
export interface Point {
  readonly carat: number;
  readonly price: number;
  readonly predicted: number;
}

const BLUE = '#4269d0';
const RED = '#d6452f';
const SIZE = { width: 560, height: 400 };

/** The median error of each model by size: which model to trust with which diamonds. */
export function errorPlot(models: readonly { readonly name: string; readonly points: readonly Point[] }[]): string {
  const lines = models.flatMap(({ name, points }) =>
    decilesOf(points.map(({ carat, price, predicted }) => ({ carat, value: Math.abs(predicted / price - 1) }))).map((decile) => ({
      ...decile,
      name,
    })),
  );
  return svg({
    width: 1140,
    height: 300,
    fx: { label: null, domain: models.map(({ name }) => name) },
    x: { label: 'carat', nice: true, ticks: 4 },
    y: { label: 'median error (%)', percent: true, zero: true, nice: true, grid: true },
    marks: [
      Plot.lineY(lines, { fx: 'name', x: 'carat', y: 'median', stroke: BLUE, strokeWidth: 2 }),
      Plot.dot(lines, { fx: 'name', x: 'carat', y: 'median', fill: BLUE, r: 3 }),
    ],
  });
}

/** Predicted against true prices; on the line they are equal. */
export function fitPlot(points: readonly Point[]): string {
  const most = Math.max(...points.map(({ price }) => price));
  return svg({
    x: { label: 'price ($)', nice: true, grid: true, ticks: 6 },
    y: { label: 'predicted ($)', nice: true, grid: true, ticks: 6 },
    marks: [
      Plot.dot(points, { x: 'price', y: 'predicted', r: 1.8, fill: BLUE, fillOpacity: 0.35 }),
      Plot.line(
        [
          [0, 0],
          [most, most],
        ],
        { stroke: '#333', strokeDasharray: '4 3' },
      ),
    ],
  });
}

/** Residuals by size: each diamond's, and their median and middle half within deciles. */
export function residualPlot(points: readonly Point[]): string {
  const residuals = points.map(({ carat, price, predicted }) => ({ carat, value: predicted - price }));
  const bands = decilesOf(residuals);
  return svg({
    x: { label: 'carat', nice: true },
    y: { label: 'predicted less price ($)', nice: true, grid: true },
    marks: [
      Plot.dot(residuals, { x: 'carat', y: 'value', r: 1.8, fill: BLUE, fillOpacity: 0.25 }),
      Plot.ruleY([0], { stroke: '#333', strokeDasharray: '4 3' }),
      Plot.ruleX(bands, { x: 'carat', y1: 'low', y2: 'high', stroke: RED, strokeWidth: 2 }),
      Plot.dot(bands, { x: 'carat', y: 'median', r: 4, fill: RED, stroke: 'white' }),
    ],
  });
}

/** What the splits by each field gained, as a share of all. */
export function importancePlot(importance: readonly FieldImportance[]): string {
  const all = importance.reduce((sum, { gain }) => sum + gain, 0);
  const shares = importance.map(({ field, gain }) => ({ field, share: gain / all }));
  return svg({
    height: 60 + 26 * shares.length,
    x: { label: 'share of the gain (%)', percent: true, grid: true },
    y: { label: null, domain: shares.map(({ field }) => field) },
    marks: [Plot.barX(shares, { x: 'share', y: 'field', fill: BLUE }), Plot.ruleX([0])],
  });
}

function svg(options: Plot.PlotOptions): string {
  return toSvg({ ...SIZE, marginLeft: 64, marginBottom: 44, marginTop: 32, ...options });
}

/** The median and the middle half of values in tenths of the diamonds, by size. */
function decilesOf(values: readonly { readonly carat: number; readonly value: number }[]) {
  const sorted = values.toSorted((a, b) => a.carat - b.carat);
  return Array.from({ length: 10 }, (_, i) => {
    const some = sorted.slice(Math.floor((i * sorted.length) / 10), Math.floor(((i + 1) * sorted.length) / 10));
    const rising = some.map(({ value }) => value).sort((a, b) => a - b);
    const at = (share: number): number => rising[Math.floor(share * (rising.length - 1))];
    return { carat: some[Math.floor(some.length / 2)].carat, low: at(0.25), median: at(0.5), high: at(0.75) };
  });
}
