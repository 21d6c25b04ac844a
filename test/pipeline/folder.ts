/** Data and pipelines for tests, each test in a folder of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { openPipeline, type Pipeline, type PipelineConfig } from '../../src/pipeline.ts';

export interface House extends Readonly<Record<string, number | string>> {
  readonly area: number;
  readonly town: string;
  readonly garden: string;
  readonly price: number;
}

/** Houses whose price follows from area and town, with some noise. */
export function houses(count: number, seed = 1): House[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const area = 40 + random.integer(1600) / 10;
    const town = ['Ulm', 'Bonn', 'Jena'][random.integer(3)];
    const price = Math.round(1000 * (area * (town === 'Ulm' ? 3 : 2) + random.next() * 20));
    return { area, town, garden: random.integer(2) ? 'yes' : 'no', price };
  });
}

export function toCsv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0]);
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => `${line.join(',')}\n`).join('');
}

export const LINEAR: PipelineConfig = {
  name: 'houses',
  data: 'houses.csv',
  target: 'price',
  numeric: ['area', 'price'],
  candidates: [
    { name: 'by-area', type: 'linear-regression', options: { fields: ['area'] } },
    { name: 'linear', type: 'linear-regression' },
  ],
  similar: { match: ['town'], nearest: ['area'] },
};

/** `folder`: a new one, removed afterwards. `open`: writes houses and opens a pipeline on them, with its history there. */
export const test = base.extend<{
  folder: string;
  open: (config?: Partial<PipelineConfig>, rows?: readonly Readonly<Record<string, unknown>>[], workers?: number) => Promise<Pipeline>;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures a fixture uses from this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'pipeline-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  open: async ({ folder }, use) => {
    await use(async (config = {}, rows = houses(300), workers = 0) => {
      await writeFile(join(folder, 'houses.csv'), toCsv(rows));
      return openPipeline({ ...LINEAR, ...config }, { folder, workers, history: join(folder, 'pipelines/houses') });
    });
  },
});
