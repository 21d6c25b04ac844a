import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { type InstalledPackage, installPackage } from './installed.ts';
import { nodePrograms, runModule } from './nodes.ts';
import { toJavaScript } from './to-javascript.ts';

let app: string;
let installed: string;
let packed: InstalledPackage['packed'];
let remove: InstalledPackage['remove'];

beforeAll(() => {
  ({ app, packed, remove } = installPackage());
  installed = join(app, 'node_modules/elements-clustering');
});

afterAll(() => remove());

describe('the tarball', () => {
  test('has every file that exports point to', () => {
    const targets = Object.values<string | Record<string, string>>(packageJson.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    targets.push(...Object.values(packageJson.bin));
    expect(packed.files).toEqual(expect.arrayContaining(targets.map((target) => target.replace('./', ''))));
    for (const target of targets) expect(existsSync(join(installed, target)), target).toBe(true);
  });

  test('holds what was built and papers, and nothing else', () => {
    const papers = /^(?:package\.json|README\.md|CHANGELOG\.md|LICEN[CS]E(?:\.md)?)$/;
    const built =
      /^dist\/(?:[\w.-]+\/)?[\w.-]+\.(?:js|js\.map|d\.ts|wasm)$|^dist\/THIRD-PARTY-LICENCES\.txt$|^dist\/assets\/swagger-ui-dist\//;
    expect(packed.files.filter((path) => !papers.test(path) && !built.test(path))).toEqual([]);
    expect(packed.files).toContain('dist/THIRD-PARTY-LICENCES.txt');
  });

  test('stays light, and brings along nothing but what the library itself needs', () => {
    expect(packed.bytes).toBeLessThan(2_000_000);
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(Object.keys(manifest.dependencies)).toEqual(['comlink', 'csv-parse', 'idb-keyval', 'ml-distance', 'zod']);
    const licences = readFileSync(join(installed, 'dist/THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['hono', 'kysely', 'pg', 'commander', 'comlink']) expect(licences).toMatch(new RegExp(`^Name: ${name}$`, 'm'));
  });
});

describe.each(nodePrograms())('installed, in Node $version', (node) => {
  test('fits, saves, loads, scores, takes the core as a module, and has one class of errors', async () => {
    const code = await toJavaScript(new URL('program.ts', import.meta.url));
    expect(await runModule(node, code, app)).toEqual({
      sameLabels: true,
      together: true,
      engine: 'wasm',
      kept: ['radio'],
      evaluated: 1,
      sameScores: true,
      classes: ['button', 'link'],
      sameQuality: true,
      clusters: 2,
      byDaviesBouldin: 2,
      fits: true,
      errorOfScores: 'INVALID_INPUT',
      sameByModule: true,
      foreignModule: 'ENGINE_UNAVAILABLE',
      types: ['clustering', 'gradient-boosting'],
      sameTreesByModule: true,
      foreignTrees: 'ENGINE_UNAVAILABLE',
      oneErrorClass: true,
      errorOfStore: 'INVALID_NAME',
      errorOfBytes: true,
    });
  });
});

describe('types', () => {
  test.each([
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ])('a strict program compiles with moduleResolution $moduleResolution', (resolution) => {
    const compilerOptions = {
      ...resolution,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      strict: true,
      noEmit: true,
    };
    copyFileSync(new URL('consumer.ts', import.meta.url), join(app, 'consumer.ts'));
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', app], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});

/** Bytes, gzipped, of what a bundler makes of a program in a page: what it loads at once, and what it loads when it is first needed. */
async function bundled(program: string): Promise<{ atOnce: number; later: number }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: app },
    bundle: true,
    splitting: true,
    metafile: true,
    minify: true,
    write: false,
    outdir: app,
    absWorkingDir: app,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  const atOnce = new Set(['stdin.js']);
  for (const path of atOnce) {
    for (const { path: needed, kind } of metafile.outputs[path].imports) if (kind === 'import-statement') atOnce.add(needed);
  }
  const sizes = { atOnce: 0, later: 0 };
  for (const { path, contents } of outputFiles) sizes[atOnce.has(relative(app, path)) ? 'atOnce' : 'later'] += gzipSync(contents).length;
  return sizes;
}

describe('size, minified and gzipped, of what a page gets', () => {
  test.each([
    { what: 'the class', imports: "export { ElementsClustering } from 'elements-clustering'", budget: 40_000 },
    { what: 'the scores', imports: "export * from 'elements-clustering/metrics'", budget: 37_500 },
    { what: 'the client of a worker', imports: "export { connectWorker } from 'elements-clustering/worker-client'", budget: 5_000 },
    { what: 'a registry', imports: "export { createRegistry, defineClustering } from 'elements-clustering/estimators'", budget: 6_000 },
    { what: 'boosted trees', imports: "export { GradientBoosting } from 'elements-clustering/regression'", budget: 20_000 },
    { what: 'linear regression', imports: "export { LinearRegression } from 'elements-clustering/regression'", budget: 13_000 },
    { what: 'all regressions', imports: "export * from 'elements-clustering/regression'", budget: 22_000 },
    { what: 'the store alone', imports: "export { createIdbStore } from 'elements-clustering/idb-store'", budget: 4_000 },
  ])('$what: below $budget bytes', async ({ imports, budget }) => {
    expect((await bundled(imports)).atOnce).toBeLessThan(budget);
  });

  test('what only some methods need comes when they are called', async () => {
    const { atOnce, later } = await bundled("export { ElementsClustering } from 'elements-clustering'");
    expect(later).toBeGreaterThan(0);
    expect((await bundled("export { connectWorker } from 'elements-clustering/worker-client'")).later).toBe(0);
    expect(atOnce + later).toBeLessThan(91_500);
  });

  test.each([
    { script: 'worker.js', budget: 79_000 },
    { script: 'shard-worker.js', budget: 25_500 },
  ])('$script: below $budget bytes, and it needs no other file', ({ script: name, budget }) => {
    const script = readFileSync(join(installed, 'dist', name));
    expect(gzipSync(script).length).toBeLessThan(budget);
    expect(script.toString()).not.toMatch(/\bimport\s*["'(]|\bfrom\s*["']/);
  });
});
