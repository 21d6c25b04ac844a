import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { requireBuild } from '../package/build.ts';
import { type NodeProgram, nodePrograms, runModule } from '../package/nodes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Fits with workers and without in a process of its own, which must then end although nobody closes its workers. */
function compare(node: NodeProgram, entry: string): Promise<unknown> {
  return runModule(
    node,
    `const { ElementsClustering } = await import(${JSON.stringify(entry)});
    const input = { data: Float64Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 10_007), rows: 10_000, columns: 3 };
    const failure = (error) => ({ code: error.code, cause: error.cause?.code });
    const bytes = (workers) => new ElementsClustering({ k: 6, workers }).fit(input).then((model) => model.toBytes(), failure);
    const [alone, together] = [await bytes(1), await bytes(3)];
    console.log(JSON.stringify(together.code ? together : { same: Buffer.compare(alone, together) === 0, length: alone.length > 10_000 }));`,
  );
}

beforeAll(requireBuild);

describe.each(nodePrograms())('built, in Node $version', (node) => {
  test('workers give the same bytes, and the process ends by itself', async () => {
    expect(await compare(node, './dist/index.js')).toEqual({ same: true, length: true });
  });

  test('without the script of the workers: WORKER_FAILED', async () => {
    const folder = await mkdtemp(join(ROOT, 'build/dist-'));
    try {
      const isScript = (path: string): boolean => path.endsWith('node-shard-worker.js');
      await cp(join(ROOT, 'dist'), folder, { recursive: true, filter: (path) => !isScript(path) });
      expect(await compare(node, join(folder, 'index.js'))).toMatchObject({ code: 'WORKER_FAILED' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test('sources: workers give the same bytes, and the process ends by itself', async () => {
  expect(await compare(nodePrograms()[0], './src/index.ts')).toEqual({ same: true, length: true });
});
