import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Harvested } from '../../data/harvest/page.ts';
import { pageElements } from '../../data/harvest/page.ts';
import type { SitePage } from '../../data/harvest/site-pages.ts';
import { assignSplits } from '../../data/harvest/splits.ts';

const harvest = (html: string): Harvested[] => pageElements('site', new TextEncoder().encode(html));

describe('pageElements', () => {
  test('takes the attributes of elements in the body, in document order, as texts', () => {
    const records = harvest('<html lang="en"><body class="doc"><ul id="menu"><li class=""><a href="/a?b=1&amp;c" title>x</a></ul>');
    expect(records.map((element) => element.record)).toEqual([
      { type: 'ul', id: 'menu' },
      { type: 'li', class: '' },
      { type: 'a', href: '/a?b=1&c', title: '' },
    ]);
  });

  test('keeps attributes called type and __proto__ beside the tag', () => {
    const [{ record }] = harvest('<input type="text" __proto__="x">');
    expect(Object.entries(record)).toEqual([
      ['type', 'input'],
      ['@type', 'text'],
      ['__proto__', 'x'],
    ]);
  });

  test('leaves out scripts, line breaks and coloured program text', () => {
    const html = '<br class="x"><script src="x"></script><pre class="code"><span class="k">if</span><a href="x">y</a></pre>';
    expect(harvest(html).map((element) => element.record.type)).toEqual(['pre', 'a']);
  });

  test('keeps one in 25 of the elements without attributes', () => {
    expect(harvest('<p></p>'.repeat(60)).map((element) => element.record)).toEqual([{ type: 'p' }, { type: 'p' }]);
  });

  test('reads the encoding that the page declares', () => {
    const bytes = Buffer.from('<meta charset="iso-8859-1"><p title="é">', 'latin1');
    expect(pageElements('site', bytes)[0].record).toEqual({ type: 'p', title: 'é' });
  });
});

describe('roles', () => {
  const lastRole = (html: string): string | undefined => harvest(html).at(-1)?.role;

  test('name the tag and classes of the element and of its two nearest structural ancestors', () => {
    expect(lastRole('<div class="b a"><ul class="x"><li><b class="w"><a href="x">')).toBe('site: a < li < ul.x');
    expect(lastRole('<p class="x">')).toBe('site: p.x < body');
  });

  test('do not depend on digits, states, order of classes or identifiers', () => {
    const variants = ['class="row-odd toctree-l1"', 'class="toctree-l2 row-even current"', 'id="x" class="toctree-l row"'];
    expect(new Set(variants.map((variant) => lastRole(`<p ${variant}>`)))).toEqual(new Set(['site: p.row.toctree-l < body']));
  });
});

describe('assignSplits', () => {
  const pagesOf = (sizes: number[][]): SitePage[][] =>
    sizes.map((site, s) =>
      site.map((size, p) => ({ site: `${s}`, page: `${p}`, elements: Array.from({ length: size }, () => ({ record: {}, role: '' })) })),
    );
  const sizes = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 });

  test('keeps every page once and in order, and gives every site a page in train', () => {
    fc.assert(
      fc.property(sizes, fc.integer(), (siteSizes, seed) => {
        const sites = pagesOf(siteSizes);
        const assigned = assignSplits(sites, seed);
        expect(assigned.map(({ site, page }) => [site, page])).toEqual(sites.flat().map(({ site, page }) => [site, page]));
        for (const { site } of sites.flat()) expect(assigned.some((page) => page.site === site && page.split === 'train')).toBe(true);
        expect(assignSplits(sites, seed)).toEqual(assigned);
      }),
    );
  });

  test('comes close to the shares when there are many pages', () => {
    const assigned = assignSplits(pagesOf(Array.from({ length: 10 }, () => Array.from({ length: 30 }, () => 10))), 1);
    const share = (split: string): number => assigned.filter((page) => page.split === split).length / assigned.length;
    expect(share('train')).toBeCloseTo(0.4, 1);
    expect(share('validation')).toBeCloseTo(0.25, 1);
    expect(share('batch5')).toBeCloseTo(0.07, 1);
  });
});
