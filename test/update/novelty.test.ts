import { describe, expect, it, test } from 'vitest';
import { ElementsClustering, type UpdateOptions } from '../../src/index.ts';
import { blobs } from './worlds.ts';

const CORNERS = [
  [0, 0],
  [20, 0],
  [0, 20],
];
const NEW = [20, 20];

const fitted = async (options = {}) => new ElementsClustering({ k: 3, ...options }).fit(blobs(CORNERS, 600).rows);
const at = (centre: readonly number[], count: number, seed: number, spread = 1) => blobs([centre], count, { seed, spread }).rows;

describe('rows of numbers', () => {
  it('join near clusters, which move towards them', async () => {
    const model = await fitted();
    const [before, counts] = [model.centroids.data, model.counts];
    const label = (await model.predict([[20, 0]]))[0];
    const rows = at([21, 0], 100, 2, 0.2);
    const { labels, joined, repeated, drift, newLabels } = await model.update(rows);
    expect({ joined, repeated, newLabels }).toEqual({ joined: 100, repeated: 0, newLabels: [] });
    expect([...labels]).toEqual(Array(100).fill(label));
    const moved = model.centroids.data.slice(2 * label, 2 * label + 2);
    expect(drift[label]).toBeCloseTo(Math.hypot(moved[0] - before[2 * label], moved[1] - before[2 * label + 1]), 4);
    const mean = (rows.reduce((sum, [x]) => sum + x, 0) + counts[label] * before[2 * label]) / (counts[label] + 100);
    expect(moved[0]).toBeCloseTo(mean, 4);
    expect(drift.filter((distance) => distance > 0).length).toBe(1);
    expect(model.counts[label]).toBe(counts[label] + 100);
    expect(model.effectiveK).toBe(3);
  });

  it('move a centroid the more the shorter its half-life', async () => {
    const drifts: number[] = [];
    for (const halfLife of [undefined, 400, 100, 1]) {
      const model = await fitted();
      drifts.push(Math.max(...(await model.update(at([21, 0], 100, 2, 0.2), { halfLife })).drift));
    }
    expect(drifts).toEqual(drifts.toSorted((a, b) => a - b));
    expect(drifts[0]).toBeLessThan(0.5);
    expect(drifts[3]).toBeCloseTo(1, 0);
  });

  it('wait until enough have come, in however many updates, and then all have the new label', async () => {
    const model = await fitted();
    const rows = at(NEW, 9, 3);
    for (const [i, row] of rows.slice(0, 4).entries()) {
      expect(await model.update([row])).toMatchObject({ labels: Int32Array.of(-1), waiting: i + 1, newLabels: [] });
    }
    const founding = await model.update([rows[0]]);
    expect(founding).toMatchObject({ labels: Int32Array.of(3), waiting: 0, newLabels: [{ label: 3, size: 5, name: model.names.get(3) }] });
    expect([...(await model.update(rows)).labels]).toEqual(Array(9).fill(3));
    expect([...model.ids]).toEqual([0, 1, 2, 3]);
    expect(model.effectiveK).toBe(4);
    expect(model.lineage).toEqual([{ rows: 605, action: 'found', from: [], into: 3 }]);
    expect([...(await model.predict([NEW]))]).toEqual([3]);
  });

  it('found a cluster by themselves when one comes often enough', async () => {
    const model = await fitted();
    const rows = Array.from({ length: 4 }, () => NEW);
    expect(await model.update(rows, { minClusterSize: 6 })).toMatchObject({ waiting: 1, newLabels: [] });
    expect(await model.update([NEW], { minClusterSize: 6 })).toMatchObject({ waiting: 1, newLabels: [] });
    expect(await model.update([NEW], { minClusterSize: 6 })).toMatchObject({ waiting: 0, newLabels: [{ label: 3, size: 6 }] });
  });

  it('are forgotten, those that came longest ago first, where more wait than may', async () => {
    const model = await fitted();
    const far = (i: number) => [1000 * (i + 1), 0];
    const options: UpdateOptions = { maxWaiting: 2, minClusterSize: 2 };
    await model.update([far(0)], options);
    await model.update([far(1)], options);
    expect((await model.update([far(2)], options)).waiting).toBe(2);
    expect((await model.update([far(0)], options)).newLabels).toEqual([]); // was forgotten, and makes far(1) be
    expect((await model.update([far(1)], options)).newLabels).toEqual([]);
    expect((await model.update([far(0)], options)).newLabels).toMatchObject([{ label: 3, size: 2 }]);
    expect((await model.update([far(5)], { maxWaiting: 0 })).waiting).toBe(0);
  });

  it.each([1, 2, 5, 16])(
    'in %i columns: groups that were not there are found, each once, and outliers of a long stream are not taken for groups',
    async (columns) => {
      const centre = (i: number) => Array.from({ length: columns }, (_, column) => (column === i % columns ? 15 * (i + 1) : 0));
      const known = Array.from({ length: 6 }, (_, i) => centre(i));
      const all = [...known, centre(6), centre(7)];
      const model = await new ElementsClustering({ k: 6, nInit: 5 }).fit(blobs(known, 1200, { seed: columns }).rows);
      const labelOf = await model.predict(known);
      let right = 0;
      let knownAsNew = 0;
      for (let batch = 0; batch < 40; batch++) {
        const { rows, truth } = blobs(batch % 4 === 0 ? all : known, 500, { seed: 100 * columns + batch });
        const { labels } = await model.update(rows);
        labels.forEach((label, i) => {
          right += Number(truth[i] < 6 ? label === labelOf[truth[i]] : label >= 6);
          knownAsNew += Number(truth[i] < 6 && label >= 6);
        });
      }
      expect(model.effectiveK).toBe(8);
      expect(right / 20_000).toBeGreaterThan(0.985);
      expect(knownAsNew).toBe(0);
    },
  );

  it('do not depend on the scale and place of the numbers', async () => {
    const labels: string[] = [];
    for (const [factor, shift] of [
      [1, 0],
      [2 ** 20, 0],
      [2 ** -20, 0],
      [1, 2 ** 20],
    ]) {
      const placed = (rows: number[][]) => rows.map((row) => row.map((value) => value * factor + shift));
      const model = await new ElementsClustering({ k: 3 }).fit(placed(blobs(CORNERS, 600).rows));
      labels.push(String((await model.update(placed(blobs([...CORNERS, NEW], 300, { seed: 4 }).rows))).labels));
      expect(model.radii[0] / factor).toBeCloseTo((await fitted()).radii[0], 3);
    }
    expect(new Set(labels).size).toBe(1);
  });
});

describe('records', () => {
  const menu = (i: number) => ({ type: 'a', class: 'menu-item', href: `/menu/${'abcdefgh'[i % 8]}` });
  const button = (i: number) => ({ type: 'button', class: 'btn btn-primary', 'aria-label': `action ${i % 9}` });
  const card = (i: number) => ({ type: 'section', class: 'card shadow', 'data-card': `card-${i}` });
  const many = <T>(make: (i: number) => T, count: number, from = 0) => Array.from({ length: count }, (_, i) => make(from + i));

  test('with words never seen before are told from the known, and found as a cluster', async () => {
    const model = await new ElementsClustering().fit([...many(menu, 40), ...many(button, 40)]);
    const first = await model.update([...many(card, 3), ...many(menu, 5, 100)]);
    expect(first).toMatchObject({ waiting: 3, newLabels: [] });
    const second = await model.update([...many(card, 2, 50), menu(3)]);
    expect(second.newLabels).toMatchObject([{ label: model.effectiveK - 1, size: 5, name: 'section.card' }]);
    expect((await model.update(many(card, 7, 200))).labels).toEqual(new Int32Array(7).fill(model.effectiveK - 1));
  });
});

test('a model of one row repeated knows that row alone', async () => {
  const model = await new ElementsClustering({ k: 1 }).fit([
    [1, 1],
    [1, 1],
  ]);
  expect([...model.radii]).toEqual([0]);
  expect((await model.update([[1, 1]])).joined).toBe(1);
  expect([...(await model.update([[1, 2]])).labels]).toEqual([-1]);
});
