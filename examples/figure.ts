// Plots as SVG files, drawn without a browser.
import { type PlotOptions, plot } from '@observablehq/plot';
import { Window } from 'happy-dom';

/** The SVG of a plot without legend and title: text on a white ground, which reads on a dark page too. */
export function toSvg(options: Omit<PlotOptions, 'title' | 'subtitle' | 'caption' | 'document'>): string {
  const { document } = new Window();
  const drawn = plot({
    width: 760,
    style: { background: 'white', fontSize: '12px' },
    ...options,
    document: document as unknown as Document,
  });
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${drawn.outerHTML}\n`;
}
