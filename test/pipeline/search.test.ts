import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { SearchSpace } from '../../src/estimators.ts';
import type { Job, JobRunner } from '../../src/pipeline/jobs.ts';
import { searchOptions } from '../../src/pipeline/search.ts';
import { drawOptions } from '../../src/pipeline/search-space.ts';

const SPACE: SearchSpace = {
  rate: { kind: 'number', least: 0.01, most: 0.5, scale: 'log' },
  depth: { kind: 'integer', least: 3, most: 10, scale: 'linear' },
  trees: { kind: 'integer', least: 50, most: 1000, scale: 'log' },
  way: { kind: 'choice', values: ['a', 'b', true] },
};

test('drawn options lie in their ranges, evenly on their scales', () => {
  const random = createRandom(1);
  const drawn = Array.from({ length: 20_000 }, () => drawOptions(SPACE, random)) as {
    rate: number;
    depth: number;
    trees: number;
    way: unknown;
  }[];
  const share = (holds: (one: (typeof drawn)[number]) => boolean): number => drawn.filter(holds).length / drawn.length;
  expect(drawn.every(({ rate }) => rate >= 0.01 && rate <= 0.5)).toBe(true);
  expect(share(({ rate }) => rate < Math.sqrt(0.01 * 0.5))).toBeCloseTo(0.5, 1);
  for (let depth = 3; depth <= 10; depth++) expect(share((one) => one.depth === depth)).toBeCloseTo(1 / 8, 1);
  expect(drawn.every(({ depth, trees }) => depth >= 3 && depth <= 10 && Number.isInteger(trees) && trees >= 50 && trees <= 1000)).toBe(
    true,
  );
  for (const way of ['a', 'b', true]) expect(share((one) => one.way === way)).toBeCloseTo(1 / 3, 1);
});

/** Scores an option by how near it is to 7, less exactly on fewer rows; each job takes a while of its own. */
function runner(workers: number, seen: Job[]): JobRunner {
  return {
    workers,
    close: () => undefined,
    async run(job) {
      seen.push(job);
      const x = job.options.x as number;
      for (let i = (x * 1e6) % 7; i > 0; i--) await new Promise(setImmediate);
      if (x > 18) throw new Error('too large');
      return { scores: { r2: -Math.abs(x - 7) + (x % 1) / job.fit.length }, fitMs: 1, scoreMs: 1 };
    },
  };
}

const rows = { train: Int32Array.from({ length: 900 }, (_, i) => i), test: Int32Array.of(900, 901) };

function search(workers: number, trials: number, seed: number, seen: Job[] = []) {
  return searchOptions({
    type: 'toy',
    options: { x: 0 },
    space: { x: { kind: 'number', least: 0, most: 20, scale: 'linear' } },
    search: { trials, reduction: 3, minRows: 100, validationShare: 0.2, seed },
    metric: { score: 'r2', goal: 'max' },
    rows,
    runner: runner(workers, seen),
  });
}

test('a third of the trials goes on to three times the rows', async () => {
  const seen: Job[] = [];
  const { trials, best } = await search(1, 27, 3, seen);
  expect(seen.map(({ fit }) => fit.length)).toEqual([...new Array(27).fill(100), ...new Array(9).fill(300), ...new Array(3).fill(900)]);
  expect(trials.map(({ trial }) => trial)).toEqual([...new Array(27).keys()]);
  expect(best.rungs.map(({ rows }) => rows)).toEqual([100, 300, 900]);
  const finals = trials.filter(({ rungs }) => rungs.length === 3).map(({ rungs }) => rungs[2].score as number);
  expect(best.rungs[2].score).toBe(Math.max(...finals));
  expect(seen.every(({ fit, score }) => score === rows.test && fit.every((row) => row < 900))).toBe(true);
});

test('the same seed gives the same trials for any number of workers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.nat(1000), fc.integer({ min: 2, max: 9 }), async (trials, seed, workers) => {
      const alone = await search(1, trials, seed);
      const many = await search(workers, trials, seed);
      const plain = (found: typeof alone) =>
        found.trials.map((one) => ({ ...one, rungs: one.rungs.map(({ rows, score, error }) => [rows, score, error]) }));
      expect(plain(many)).toEqual(plain(alone));
      expect(many.best.trial).toBe(alone.best.trial);
    }),
    { numRuns: 30 },
  );
});

test('trials that fail are kept with their errors and never win', async () => {
  const { trials, best } = await search(2, 40, 1);
  const failed = trials.filter(({ options }) => (options.x as number) > 18);
  expect(failed.length).toBeGreaterThan(0);
  for (const { rungs } of failed) expect(rungs[0]).toMatchObject({ score: null, error: 'too large' });
  expect(best.options.x).toBeLessThan(18);
});

test('a search of one trial has the options as given', async () => {
  expect((await search(1, 1, 1)).best).toMatchObject({ trial: 0, options: { x: 0 }, rungs: [{ rows: 900 }] });
});
