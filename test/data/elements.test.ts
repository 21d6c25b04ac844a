import { readFile, stat } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ElementSplits } from '../../data/elements.ts';
import { readElements } from '../../data/elements.ts';
import { sites } from '../../data/harvest/sites.ts';

const data = new URL('../../data/', import.meta.url);

interface Pages {
  pages: { site: string; page: string; split: string; elements?: object[]; roles?: number[] }[];
}

async function readPages(name: string): Promise<Pages['pages']> {
  return (JSON.parse(await readFile(new URL(name, data), 'utf8')) as Pages).pages;
}

describe('elements.json and its truth', () => {
  let splits: ElementSplits;
  beforeAll(async () => {
    splits = await readElements();
  });

  test('the file stays below 2 MB', async () => {
    expect((await stat(new URL('elements.json', data))).size).toBeLessThan(2e6);
  });

  test('no page is in two splits, and both files list the same pages and counts', async () => {
    const elements = await readPages('elements.json');
    const truth = await readPages('elements.truth.json');
    const name = (page: Pages['pages'][number]): string => `${page.site}/${page.page}`;
    expect(new Set(elements.map(name)).size).toBe(elements.length);
    expect(truth.map((page) => [name(page), page.split, page.roles?.length])).toEqual(
      elements.map((page) => [name(page), page.split, page.elements?.length]),
    );
  });

  test('every split has a role for each element, and all splits together use every role', () => {
    const all = [splits.train, splits.validation, ...splits.batches];
    const used = new Set<number>();
    for (const { elements, truth } of all) {
      expect(truth.length).toBe(elements.length);
      for (const role of truth) used.add(role);
    }
    expect(splits.batches).toHaveLength(5);
    expect([...used].sort((a, b) => a - b)).toEqual([...splits.roles.keys()]);
  });

  test('every record holds texts only, and its role begins with its own tag', () => {
    for (const { elements, truth } of [splits.train, splits.validation, ...splits.batches]) {
      for (const [i, element] of elements.entries()) {
        expect(Object.values(element).every((value) => typeof value === 'string')).toBe(true);
        expect(splits.roles[truth[i]].split(': ')[1].split(/[. ]/)[0]).toBe(element.type);
      }
    }
  });

  test('every site is in train, and no role holds a tenth of it', () => {
    const { truth } = splits.train;
    expect([...new Set(Array.from(truth, (role) => splits.roles[role].split(': ')[0]))]).toEqual(sites.map((site) => site.site));
    const sizes = new Map<number, number>();
    for (const role of truth) sizes.set(role, (sizes.get(role) ?? 0) + 1);
    expect(Math.max(...sizes.values())).toBeLessThan(truth.length / 10);
  });
});

describe('diamonds.csv', () => {
  test('has a header and 53,940 rows of ten values, the numbers finite', async () => {
    const [header, ...rows] = (await readFile(new URL('diamonds.csv', data), 'utf8')).trimEnd().split('\n');
    expect(header).toBe('carat,cut,color,clarity,depth,table,price,x,y,z');
    expect(rows).toHaveLength(53_940);
    expect(rows[0]).toBe('0.23,Ideal,E,SI2,61.5,55,326,3.95,3.98,2.43');
    const isNumber = (value: string): boolean => /^\d+(\.\d+)?$/.test(value);
    const isRow = ([carat, cut, color, clarity, ...numbers]: string[]): boolean =>
      isNumber(carat) && cut !== '' && /^[D-J]$/.test(color) && clarity !== '' && numbers.length === 6 && numbers.every(isNumber);
    expect(rows.filter((row) => !isRow(row.split(',')))).toEqual([]);
  });
});
