import { readFile } from 'node:fs/promises';
import type { ElementRecord } from '../../src/core/types.ts';

/** The diamonds as records, numbers as numbers; the first so many. */
export async function readDiamonds(count = Infinity): Promise<ElementRecord[]> {
  const text = await readFile(new URL('../../data/diamonds.csv', import.meta.url), 'utf8');
  const [head, ...lines] = text.trimEnd().split('\n');
  const names = head.split(',');
  const asValue = (value: string): string | number => (Number.isNaN(Number(value)) ? value : Number(value));
  return lines.slice(0, count).map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], asValue(value)])));
}

/** A small page: a menu, buttons and fields of a form. */
export const page: ElementRecord[] = [
  ...['news', 'shop', 'about', 'jobs'].map((name) => ({ type: 'a', class: 'menu-item', href: `/site/${name}` })),
  ...['play', 'stop', 'next'].map((label) => ({ type: 'button', class: 'btn btn-primary', 'aria-label': label })),
  ...['one', 'two', 'three'].map((name) => ({ type: 'input', '@type': 'email', name })),
];
