import { describe, expect, it } from 'vitest';
import { readElements } from '../../data/elements.ts';
import { createRandom } from '../../src/core/random.ts';
import { type ElementRecord, ElementsClustering } from '../../src/index.ts';
import { externalScores, quality } from '../../src/metrics/index.ts';
import { elements, flowers } from '../features/records.ts';

const { train, validation } = await readElements();

/** Numbers the records by what they are. */
function distinct(records: readonly ElementRecord[]): number[] {
  const names = new Map<string, number>();
  return records.map((record) => {
    const text = JSON.stringify(record);
    if (!names.has(text)) names.set(text, names.size);
    return names.get(text) as number;
  });
}

describe('quality', () => {
  it('ranks partitions of real elements as their agreement with the truth does', async () => {
    const recipe = await new ElementsClustering().fit(train.elements);
    const presence = await new ElementsClustering({ features: 'presence', k: recipe.effectiveK }).fit(train.elements);
    const random = createRandom(1);
    const ranked = [recipe.labels, presence.labels, recipe.labels.map(() => random.integer(recipe.effectiveK))];
    const scores = await Promise.all(ranked.map((labels) => quality(train.elements, labels)));
    const agreements = ranked.map((labels) => externalScores(train.truth, labels).adjustedMutualInformation);
    for (const better of [0, 1]) {
      expect(agreements[better]).toBeGreaterThan(agreements[better + 1] + 0.1);
      expect(scores[better].score).toBeGreaterThan(scores[better + 1].score + 0.1);
    }
  });

  it('shows no structure where all records are together, all apart, or copies alone are together', async () => {
    const { elements } = validation;
    const together = await quality(elements, new Int32Array(elements.length));
    expect(together).toMatchObject({ score: 0, allRecords: 0, distinctRecords: 0, scored: 0, layout: 'tokens', metric: 'cosine' });
    const apart = await quality(elements, Int32Array.from(elements.keys()));
    expect(apart).toMatchObject({ score: 0, allRecords: 0, distinctRecords: 0 });
    const copies = await quality(elements, distinct(elements));
    expect(copies.distinctRecords).toBe(0);
    expect(copies.allRecords).toBeGreaterThan(0.5);
    expect(copies.score).toBe(copies.allRecords / 2);
  });

  it('takes unknown records for singletons', async () => {
    const records = [...elements, ...elements];
    const labels = records.map((_, i) => (i % 5 === 0 ? -1 : i % 2));
    const asSingletons = labels.map((label, i) => (label < 0 ? 100 + i : label));
    const [unknown, singletons] = await Promise.all([quality(records, labels), quality(records, asSingletons)]);
    expect(unknown.allRecords).toBeCloseTo(singletons.allRecords, 12);
    expect(await quality(records, labels.fill(-1))).toMatchObject({ score: 0 });
  });

  it('does not depend on the model, only on records, labels and reference', async () => {
    const one = new ElementsClustering({ k: 3, seed: 1 });
    const other = new ElementsClustering({ k: 3, features: { mode: 'tokens', weights: { word: 3 }, idfPower: 0 }, metric: 'euclidean' });
    for (const model of [one, other]) {
      await model.fit(elements);
      const inModel = (await model.evaluate(elements)).quality;
      expect(inModel).toEqual(await quality(elements, await model.predict(elements)));
      const reference = train.elements.slice(0, 50);
      const elsewhere = (await model.evaluate(elements, { reference })).quality;
      expect(elsewhere).toEqual(await quality(elements, await model.predict(elements), { reference }));
      expect(elsewhere).not.toEqual(inModel);
    }
  });

  it('takes a weight for repetition in the mean over all records, and not in the mean over the distinct ones', async () => {
    const labels = elements.map((_, i) => i % 3);
    const weights = elements.map((_, i) => 1 + (i % 2));
    const repeat = <T>(values: readonly T[]): T[] => values.flatMap((value, i) => new Array<T>(weights[i]).fill(value));
    const reference = elements;
    const weighted = await quality(elements, labels, { weights, reference });
    const repeated = await quality(repeat(elements), repeat(labels), { reference });
    expect(weighted.allRecords).toBeCloseTo(repeated.allRecords, 12);
    expect(weighted.distinctRecords).toBeCloseTo((await quality(elements, labels)).distinctRecords, 12);
  });

  it('measures records like a data table as a table, and draws a sample of them where they are many', async () => {
    const labels = flowers.map((_, i) => i % 2);
    const scores = await quality(flowers, labels);
    expect(scores).toMatchObject({ layout: 'table', metric: 'euclidean' });
    const sampled = await quality(flowers, labels, { sampleSize: 5, seed: 2 });
    expect(sampled.scored).toBe(5);
    expect(sampled).toEqual(await quality(flowers, labels, { sampleSize: 5, seed: 2 }));
  });

  it('is left out for rows of numbers, and refuses what it cannot score', async () => {
    const model = await new ElementsClustering({ k: 2 }).fit([[1], [2], [9]]);
    expect(await model.evaluate([[1], [9]])).not.toHaveProperty('quality');
    const codeOf = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'nothing', (error) => [error.code, error.details]); // biome-ignore format: short
    expect(await codeOf(model.evaluate([[1], [9]], { reference: elements }))).toMatchObject(['INVALID_OPTION', { field: 'reference' }]);
    expect(await codeOf(quality([[1]] as never, [0]))).toMatchObject(['INVALID_INPUT', { row: 0, expected: 'a record' }]);
    expect(await codeOf(quality(elements, [0]))).toMatchObject(['INVALID_INPUT', { received: '1' }]);
    const labels = elements.map(() => 0);
    for (const reference of [[], [[1]], 'records', [null]]) {
      expect(await codeOf(quality(elements, labels, { reference: reference as never }))).toMatchObject([
        'INVALID_OPTION',
        { field: 'reference' },
      ]);
    }
    expect(await codeOf(quality(elements, labels, { signal: AbortSignal.abort() }))).toMatchObject(['ABORTED', {}]);
  });
});
