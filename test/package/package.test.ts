import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { requireBuild } from './build.ts';
import { nodePrograms, runModule } from './nodes.ts';
import { toJavaScript } from './to-javascript.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'elements-clustering-package-'));
const app = join(folder, 'app');
const installed = join(app, 'node_modules/elements-clustering');
let packed: string[];

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeAll(() => {
  requireBuild();
  const [tarball] = JSON.parse(npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder));
  packed = tarball.files.map(({ path }: { path: string }) => path);
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  npm(app, 'install', '--prefix', app, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', join(folder, tarball.filename));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the tarball', () => {
  test('has every file that exports point to', () => {
    const targets = Object.values<string | Record<string, string>>(packageJson.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    expect(packed).toEqual(expect.arrayContaining(targets.map((target) => target.replace('./', ''))));
    for (const target of targets) expect(existsSync(join(installed, target)), target).toBe(true);
  });

  test('holds what was built and papers, and nothing else', () => {
    const papers = /^(?:package\.json|README\.md|CHANGELOG\.md|LICEN[CS]E(?:\.md)?)$/;
    const built = /^dist\/(?:[\w.-]+\/)?[\w.-]+\.(?:js|js\.map|d\.ts|wasm)$|^dist\/THIRD-PARTY-LICENCES\.txt$/;
    expect(packed.filter((path) => !papers.test(path) && !built.test(path))).toEqual([]);
    expect(packed).toContain('dist/THIRD-PARTY-LICENCES.txt');
  });
});

describe.each(nodePrograms())('installed, in Node $version', (node) => {
  test('fits, saves, loads, takes the core as a module, and has one class of errors', async () => {
    const code = await toJavaScript(new URL('program.ts', import.meta.url));
    expect(await runModule(node, code, app)).toEqual({
      sameLabels: true,
      together: true,
      engine: 'wasm',
      kept: ['radio'],
      sameByModule: true,
      foreignModule: 'ENGINE_UNAVAILABLE',
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

describe('size, minified and gzipped, of what a page gets', () => {
  test.each([
    { what: 'the class', imports: "export { ElementsClustering } from 'elements-clustering'", budget: 40_000 },
    { what: 'the client of a worker', imports: "export { connectWorker } from 'elements-clustering/worker-client'", budget: 5_000 },
    { what: 'the store alone', imports: "export { createIdbStore } from 'elements-clustering/idb-store'", budget: 4_000 },
  ])('$what: below $budget bytes', async ({ imports, budget }) => {
    const stdin = { contents: imports, resolveDir: app };
    const { outputFiles } = await build({
      stdin,
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    expect(gzipSync(outputFiles[0].contents).length).toBeLessThan(budget);
  });

  test.each([
    { script: 'worker.js', budget: 44_000 },
    { script: 'shard-worker.js', budget: 20_000 },
  ])('$script: below $budget bytes, and it needs no other file', ({ script: name, budget }) => {
    const script = readFileSync(join(installed, 'dist', name));
    expect(gzipSync(script).length).toBeLessThan(budget);
    expect(script.toString()).not.toMatch(/\b(?:import|from)\s*["']/);
  });
});
