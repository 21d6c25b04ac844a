import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { type ClusteringOptions, ElementsClustering, type EngineChoice, type Input } from '../../src/index.ts';

interface Watched {
  readonly exports: WebAssembly.Exports;
  peak: number;
}

/** Every instance of the core, with the highest address it gave out since the last test began. */
const instances: Watched[] = [];
const Instance = WebAssembly.Instance;

/** The core as it is, with an eye on its allocations. */
class WatchedInstance extends Instance {
  readonly #watched: Watched;

  constructor(module: WebAssembly.Module) {
    super(module);
    const real = super.exports as Record<string, WebAssembly.ExportValue> & { alloc(bytes: number): number; mark(): number };
    const alloc = (bytes: number): number => {
      const address = real.alloc(bytes);
      this.#watched.peak = Math.max(this.#watched.peak, real.mark());
      return address;
    };
    this.#watched = { exports: { ...real, alloc }, peak: 0 };
    instances.push(this.#watched);
  }

  override get exports(): WebAssembly.Exports {
    return this.#watched.exports;
  }
}

beforeAll(() => {
  WebAssembly.Instance = WatchedInstance;
});
afterAll(() => {
  WebAssembly.Instance = Instance;
});
beforeEach(() => {
  for (const instance of instances) instance.peak = 0;
});

/** Bytes of the core's memory in use at the peak. */
const used = (): number => instances.reduce((sum, { peak }) => sum + peak, 0);

function dense(rows: number, columns: number) {
  const random = createRandom(rows + columns);
  return { data: Float64Array.from({ length: rows * columns }, () => random.next()), rows, columns };
}

function sparse(rows: number, columns: number, filled: number) {
  const random = createRandom(rows + columns);
  const step = Math.floor(columns / filled);
  const indices = Array.from({ length: rows * filled }, (_, i) => (i % filled) * step + random.integer(step));
  return {
    values: indices.map(() => random.next()),
    indices,
    offsets: Array.from({ length: rows + 1 }, (_, r) => r * filled),
    rows,
    columns,
  };
}

describe('estimate', () => {
  const shapes: [string, Input, ClusteringOptions][] = [
    ['few rows of many columns', dense(40, 700), { k: 5 }],
    ['many rows of few columns', dense(30_000, 2), { k: 3 }],
    ['many clusters', dense(5000, 12), { k: 200 }],
    ['many clusters of many columns', dense(6000, 40), { k: 150 }],
    ['many clusters of few columns', dense(9000, 3), { k: 120 }],
    ['cosine', dense(5000, 12), { k: 30, metric: 'cosine' }],
    ['one cluster', dense(2000, 7), { k: 1 }],
    ['sparse rows', sparse(4000, 300, 10), { k: 25 }],
    ['sparse rows in cosine space', sparse(4000, 1000, 4), { k: 8, metric: 'cosine' }],
  ];

  it.each(shapes)("counts the core's memory: %s", async (_, rows, options) => {
    const model = new ElementsClustering({ ...options, maxIterations: 3 });
    const { wasmBytes } = await model.estimate(rows);
    await model.fit(rows);
    expect(model.engine).toBe('wasm');
    expect(used() / wasmBytes).toBeGreaterThan(0.95);
    expect(used() / wasmBytes).toBeLessThan(1.05);
  });

  it.each([{ algorithm: 'mini-batch', k: 9 }, { algorithm: 'bisecting', k: 9 }, { k: 'auto' }] as const)(
    'bounds what %o takes, and not by much',
    async (options) => {
      const model = new ElementsClustering({ ...options, maxIterations: 3 });
      const rows = dense(9000, 6);
      const { wasmBytes } = await model.estimate(rows);
      await model.fit(rows);
      expect(used()).toBeLessThan(wasmBytes * 1.05);
      expect(used()).toBeGreaterThan(wasmBytes / 2);
    },
  );

  it('answers for a shape what it answers for rows of that shape', async () => {
    const model = new ElementsClustering({ k: 4 });
    expect(await model.estimate({ rows: 500, columns: 3 })).toEqual(await model.estimate(dense(500, 3)));
    const rows = Array.from({ length: 500 }, (_, i) => [i, 1, 2]);
    expect(await model.estimate({ rows: 500, columns: 3 })).toEqual(await model.estimate(rows));
    expect(await model.estimate({ rows: 60, columns: 40, values: 300 })).toEqual(await model.estimate(sparse(60, 40, 5)));
    expect((await model.estimate({ rows: 500, columns: 3, k: 7 })).k).toBe(7);
  });

  it('adds up, and grows with whatever grows', async () => {
    const model = new ElementsClustering();
    const base = { rows: 10_000, columns: 8, k: 16 };
    const one = await model.estimate(base);
    expect(one.bytes).toBe(one.wasmBytes + one.javascriptBytes);
    expect(one.javascriptBytes).toBeGreaterThan(base.rows * base.columns * 4);
    for (const algorithm of ['lloyd', 'mini-batch', 'bisecting'] as const) {
      const asked = new ElementsClustering({ algorithm, k: 16 });
      const small = await asked.estimate(base);
      for (const more of [{ rows: 1_000_000 }, { columns: 80 }, { k: 1600 }]) {
        const large = await asked.estimate({ ...base, ...more });
        expect(large.bytes).toBeGreaterThan(small.bytes);
        expect(large.milliseconds).toBeGreaterThan(small.milliseconds);
      }
    }
    const huge = { rows: 20_000_000, columns: 16, k: 100 };
    const minutes = (algorithm: 'lloyd' | 'mini-batch') => new ElementsClustering({ algorithm, k: 1 }).estimate(huge);
    expect((await minutes('mini-batch')).milliseconds).toBeLessThan((await minutes('lloyd')).milliseconds / 2);
  });

  it('knows records by their encoding', async () => {
    const records = Array.from({ length: 3000 }, (_, i) => ({ type: i % 2 ? 'a' : 'button', class: `c${i % 50} menu`, id: `n${i}` }));
    const model = new ElementsClustering({ features: { mode: 'tokens' } });
    const { rows, values, columns, k } = await model.estimate(records);
    expect(rows).toBe(3000);
    expect(columns).toBeGreaterThan(50);
    expect(values).toBeGreaterThan(3 * 3000);
    expect(k).toBe(Math.floor(Math.sqrt(3000)));
    const table = await new ElementsClustering({ k: 3, features: { mode: 'table' } }).estimate(
      records.map((_, i) => ({ size: i, cut: i % 3 })),
    );
    expect(table.values).toBeNull();
  });

  it('refuses shapes that are none', async () => {
    const model = new ElementsClustering({ k: 2 });
    const bad = (field: string) => ({ code: 'INVALID_INPUT', details: { field } });
    await expect(model.estimate({ rows: 0, columns: 3 })).rejects.toMatchObject(bad('rows'));
    await expect(model.estimate({ rows: 3, columns: 1.5 })).rejects.toMatchObject(bad('columns'));
    await expect(model.estimate({ rows: 3, columns: 2, k: 0 })).rejects.toMatchObject(bad('k'));
    await expect(model.estimate({ rows: 3, columns: 2, values: 7 })).rejects.toMatchObject(bad('values'));
    await expect(model.estimate([])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(model.estimate(null as unknown as Input)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a fit too large for memory', () => {
  /** Arrays that are long without holding anything, as JavaScript allows. */
  function vast(length: number, first: unknown): number[] {
    const array = [first];
    array.length = length;
    return array as number[];
  }
  const row = new Array(100).fill(1);
  const cases: [string, Input, EngineChoice][] = [
    ['1e9 rows of 100', vast(1e9, row) as unknown as number[][], 'auto'],
    ['flat rows', { data: vast(4e9, 1), rows: 4e7, columns: 100 }, 'auto'],
    ['sparse rows', { values: vast(1e9, 1), indices: vast(1e9, 0), offsets: vast(1e7 + 1, 0), rows: 1e7, columns: 100 }, 'wasm'],
    ['too many rows for row numbers', vast(2e9, [1]) as unknown as number[][], 'reference'],
    ['too many numbers for an array', vast(5e7, row) as unknown as number[][], 'reference'],
  ];

  it.each(cases)('is refused before anything is read, with the figure and the limit: %s', async (_, rows, engine) => {
    const model = await new ElementsClustering({ k: 8, engine }).fit([[1], [2], [3], [4], [5], [6], [7], [8]]);
    const before = model.toBytes();
    const memory = process.memoryUsage();
    const error = await model.fit(rows).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'TOO_LARGE', details: { expected: expect.stringMatching(/^at most \d+/) } });
    expect(error.message).toContain(error.details.received);
    expect(error.message).toContain(error.details.expected);
    expect(process.memoryUsage().arrayBuffers - memory.arrayBuffers).toBeLessThan(2 ** 20);
    expect(model.toBytes()).toEqual(before);
  });

  it('is foretold by estimate', async () => {
    const model = new ElementsClustering({ k: 8 });
    expect(await model.estimate({ rows: 1e9, columns: 100 })).toMatchObject({ fits: false });
    expect(await model.estimate({ rows: 1e6, columns: 100 })).toMatchObject({ fits: true });
    expect(await model.estimate({ rows: 1e6, columns: 1e6, values: 1e7 })).toMatchObject({ fits: true });
    const reference = new ElementsClustering({ k: 8, engine: 'reference' });
    expect(await reference.estimate({ rows: 2e7, columns: 100 })).toMatchObject({ fits: true, wasmBytes: 0 });
    expect(await model.estimate({ rows: 2e7, columns: 100 })).toMatchObject({ fits: false });
  });

  it('leaves wrong input to be called wrong', async () => {
    const model = new ElementsClustering({ k: 8 });
    await expect(model.fit({ data: [1], rows: 1e9, columns: 100 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
