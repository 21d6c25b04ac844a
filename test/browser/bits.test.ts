import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type NodeProgram, nodePrograms, runModule } from '../package/nodes.ts';
import { toJavaScript } from '../package/to-javascript.ts';
import { DATA_SETS } from './data-sets.ts';
import { browserTests } from './harness.ts';
import type { Digests } from './page/bits.ts';

const MODULE = 'browser/page/bits.ts';
const DENSE = DATA_SETS[3];

/** Calls a function of the module in a Node of its own, in a folder of its own: models saved there go with it. */
async function inNode<T>(node: NodeProgram, name: string, ...args: unknown[]): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'elements-clustering-'));
  try {
    await writeFile(join(folder, 'args.json'), JSON.stringify(args));
    const code = await toJavaScript(new URL('page/bits.ts', import.meta.url));
    const call = `process.chdir(${JSON.stringify(folder)});
      const args = JSON.parse((await import('node:fs')).readFileSync('args.json', 'utf8'));
      console.log(JSON.stringify(await ${name}(...args)));`;
    return (await runModule(node, `${code}\n${call}`)) as T;
  } finally {
    await rm(folder, { recursive: true });
  }
}

browserTests('same bits in every runtime', { data: { sets: DATA_SETS } }, ({ open, call }) => {
  test.each(['wasm', 'reference'])('%s: models, labels, distances and scores of all data sets', async (engine) => {
    const page = await open('/blank.html');
    const inPage = await call<Record<string, Digests>>(page, MODULE, 'digestsInPage', '/data/sets', engine);
    expect(Object.keys(inPage)).toEqual(DATA_SETS.map(({ title }) => title));
    expect(await call(page, MODULE, 'digestsInWorker', '/data/sets', engine)).toEqual(inPage);
    for (const node of nodePrograms()) {
      expect(await inNode(node, 'digestsHere', DATA_SETS, engine), `Node ${node.version}`).toEqual(inPage);
    }
  });

  test('a model saved in the browser is the same in Node, and the other way', async () => {
    const page = await open('/blank.html');
    const made = await call<string>(page, MODULE, 'fittedModel', DENSE);
    const here = await call<{ labels: number[]; hex: string }>(page, MODULE, 'reloadedModel', made, DENSE);
    expect(here.hex).toBe(made);
    for (const node of nodePrograms()) {
      expect(await inNode(node, 'reloadedModel', made, DENSE), `Node ${node.version}`).toEqual(here);
      const madeInNode = await inNode(node, 'fittedModel', DENSE);
      expect(await call(page, MODULE, 'reloadedModel', madeInNode, DENSE)).toEqual(here);
    }
  });
});
