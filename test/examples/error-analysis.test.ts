import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type DomElement, readElements } from '../../data/elements.ts';
import { countErrors, differences } from '../../examples/error-analysis/errors.ts';
import { improvements, presence } from '../../examples/error-analysis/recipes.ts';
import { laterPages, tryRecipe } from '../../examples/error-analysis/score.ts';
import { halves, sweep } from '../../examples/error-analysis/threshold.ts';

const splits = await readElements();
const { train, validation } = splits;
const parts = [train, validation, laterPages(splits)];
const baseline = await tryRecipe(presence(60), train, parts);
const improved = await tryRecipe(improvements(60)[4], train, parts);

describe('the error analysis of real elements', () => {
  it('the default beats the presence of attributes on pages it was not fitted on, with a truth and without', () => {
    const [before, after] = [baseline.parts[1], improved.parts[1]];
    expect(after.ami).toBeGreaterThan(before.ami + 0.25);
    expect(after.ari).toBeGreaterThan(before.ari + 0.25);
    expect(after.q).toBeGreaterThan(before.q + 0.15);
  });

  it('merges a fraction of what the presence of attributes merges', () => {
    const [before, after] = [baseline, improved].map(({ parts }) => countErrors(validation, parts[1].labels));
    expect(after.merged).toBeLessThan(before.merged / 5);
  });

  it('its document shows what a run finds, with the figures it names', async () => {
    const docs = new URL('../../docs/', import.meta.url);
    const page = await readFile(new URL('error-analysis.md', docs), 'utf8');
    for (const { recipe, clusters, parts } of [baseline, improved]) {
      const scores = parts.flatMap(({ q, ami, ari, v }) => [q, ami, ari, v].map((score) => score.toFixed(3)));
      expect(page, 'npm run study writes it').toContain(`| ${[recipe.name, clusters, ...scores].join(' | ')} |`);
    }
    const figures = [...page.matchAll(/\]\(([\w-]+\.svg)\)/g)].map(([, name]) => name);
    expect(figures).toHaveLength(3);
    for (const name of figures) expect(await readFile(new URL(name, docs), 'utf8')).toMatch(/^<svg [^>]*xmlns="http/);
  });

  it('judges the threshold on training pages, no site in both halves', async () => {
    const sites = halves(splits).map(({ truth }) => new Set([...truth].map((role) => splits.roles[role].split(':')[0])));
    expect(sites.map(({ size }) => size)).toEqual([5, 5]);
    expect(new Set([...sites[0], ...sites[1]]).size).toBe(10);
    const found = await sweep(splits, [0.25, 0.9]);
    for (const half of [0, 1]) {
      const [chosen, coarse] = found.filter((one) => one.half === half);
      expect(chosen.ami).toBeGreaterThan(coarse.ami);
      expect(chosen.q).toBeGreaterThan(coarse.q);
    }
  });
});

describe('errors in pairs of elements', () => {
  const elements: readonly DomElement[] = [
    { type: 'a', href: '/' },
    { type: 'a', href: '/' },
    { type: 'a', href: '/jazz' },
    { type: 'p', class: 'lead' },
    { type: 'p', id: 'one' },
  ];
  const truth = Int32Array.of(0, 1, 1, 2, 2);

  it('tells what is merged and what is split, and what could have been told apart', () => {
    expect(countErrors({ elements, truth }, Int32Array.of(0, 0, 0, 1, 2))).toEqual({
      merged: 2,
      mergedEqual: 1,
      mergedSameNames: 1,
      mostMerged: { names: 'href', pairs: 2 },
      split: 1,
      splitSameNames: 0,
    });
  });

  it('names the fields in which two elements differ', () => {
    expect(differences(elements[0], elements[1])).toEqual([]);
    expect(differences(elements[3], elements[4])).toEqual(['class', 'id']);
  });
});
