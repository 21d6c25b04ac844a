import { describe, expect, test } from 'vitest';
import { readElements } from '../../data/elements.ts';
import { ElementsClustering } from '../../src/index.ts';
import { page } from './data.ts';

const namesOf = async (model: ElementsClustering): Promise<string[]> => (await model.describe()).map(({ name }) => name);

describe('names', () => {
  test('of real elements differ, are short, and stay through saving, loading and fitting again', async () => {
    const { train } = await readElements();
    const model = await new ElementsClustering().fit(train.elements);
    const names = await namesOf(model);
    expect(names).toHaveLength(model.effectiveK);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThan(120);
    expect(await namesOf(ElementsClustering.fromBytes(model.toBytes()))).toEqual(names);
    expect(await namesOf(await new ElementsClustering().fit(train.elements))).toEqual(names);
    expect(names).toEqual(expect.arrayContaining(['a.internal', 'code.docutils', 'a[rel=alternate]']));
  });

  test('of clusters that hardly differ get further parts, then a number', async () => {
    const cluster = (more: object) => Array.from({ length: 3 }, () => ({ type: 'a', class: 'link', ...more }));
    const records = [...cluster({ id: 'one' }), ...cluster({ title: 'x', rel: 'next' }), ...cluster({ title: 'x', rel: 'prev' })];
    const names = await namesOf(await new ElementsClustering({ k: 3 }).fit(records));
    expect(names.sort()).toEqual(['a#one', 'a[rel=next]', 'a[rel=prev]']);
    const numbers = [[0], [1], [2], [3], [4], [5]];
    const init = numbers.map(([value]) => [value]);
    const numbered = await namesOf(await new ElementsClustering({ init }).fit([...numbers, ...numbers]));
    expect(numbered).toEqual(['x0 low', 'x0 low 2', 'others', 'others 2', 'x0 high', 'x0 high 2']);
  });

  test('do not depend on the order in which fields come, nor change when the model is described', async () => {
    const model = await new ElementsClustering().fit(page);
    const bytes = model.toBytes();
    const names = await namesOf(model);
    expect(model.toBytes()).toEqual(bytes);
    const turned = page.map((record) => Object.fromEntries(Object.entries(record).reverse()));
    expect(await namesOf(await new ElementsClustering().fit(turned))).toEqual(names);
  });

  test('are on one line and cut, whatever the values', async () => {
    const cluster = (value: string) => Array.from({ length: 4 }, () => ({ kind: value, same: 'x' }));
    const records = [...cluster(`line\nbreak\u0000 ${'long '.repeat(50_000)}`), ...cluster('\ud800 lone'), ...cluster('🎉'.repeat(40))];
    const names = await namesOf(await new ElementsClustering({ k: 3 }).fit(records));
    expect(new Set(names).size).toBe(3);
    expect(names.join('')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    expect(names.join('')).toContain('🎉');
    for (const name of names) expect(name.length).toBeLessThan(120);
  });
});
