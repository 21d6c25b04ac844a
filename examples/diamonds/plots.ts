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

/** Predicted against true prices; on the line they are equal. */
export function fitPlot(points: readonly Point[]): string {
  const most = Math.max(...points.map(({ price }) => price));
  return svg({
    x: { label: 'price ($)', nice: true },
    y: { label: 'predicted ($)', nice: true },
    marks: [
      Plot.dot(points, { x: 'price', y: 'predicted', r: 1.2, fill: BLUE, fillOpacity: 0.4 }),
      Plot.line(
        [
          [0, 0],
          [most, most],
        ],
        { stroke: '#888' },
      ),
    ],
  });
}

/** Residuals by size: each diamond's, and their median and middle half within deciles. */
export function residualPlot(points: readonly Point[]): string {
  const residuals = points.map(({ carat, price, predicted }) => ({ carat, residual: predicted - price }));
  const bands = decilesOf(residuals);
  return svg({
    x: { label: 'carat', nice: true },
    y: { label: 'predicted less price ($)', nice: true },
    marks: [
      Plot.dot(residuals, { x: 'carat', y: 'residual', r: 1.2, fill: BLUE, fillOpacity: 0.3 }),
      Plot.ruleX(bands, { x: 'carat', y1: 'low', y2: 'high', stroke: '#222', strokeWidth: 2 }),
      Plot.dot(bands, { x: 'carat', y: 'median', r: 4, fill: '#ff725c' }),
      Plot.ruleY([0], { stroke: '#888' }),
    ],
  });
}

/** What the splits by each field gained, as a share of all. */
export function importancePlot(importance: readonly FieldImportance[]): string {
  const all = importance.reduce((sum, { gain }) => sum + gain, 0);
  const shares = importance.map(({ field, gain }) => ({ field, share: gain / all }));
  return svg({
    height: 40 + 26 * shares.length,
    x: { label: 'share of the gain', percent: true },
    y: { label: null, domain: shares.map(({ field }) => field) },
    marks: [Plot.barX(shares, { x: 'share', y: 'field', fill: BLUE }), Plot.ruleX([0])],
  });
}

function svg(options: Plot.PlotOptions): string {
  return toSvg({ width: 640, height: 400, marginLeft: 60, ...options });
}

function decilesOf(residuals: readonly { carat: number; residual: number }[]) {
  const sorted = residuals.toSorted((a, b) => a.carat - b.carat);
  return Array.from({ length: 10 }, (_, i) => {
    const some = sorted.slice(Math.floor((i * sorted.length) / 10), Math.floor(((i + 1) * sorted.length) / 10));
    const errors = some.map(({ residual }) => residual).sort((a, b) => a - b);
    const at = (share: number): number => errors[Math.floor(share * (errors.length - 1))];
    return { carat: some[Math.floor(some.length / 2)].carat, low: at(0.25), median: at(0.5), high: at(0.75) };
  });
}
