import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { medianOf } from './measure.ts';
import { progress } from './progress.ts';
import type { Section } from './report.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROCESSES = 9;

const IMPORT = `const start = performance.now();
await import(process.argv[1]);
console.log(performance.now() - start);`;

const CORE = `const bytes = (await import('node:fs')).readFileSync(process.argv[1]);
const start = performance.now();
const core = await WebAssembly.compile(bytes);
const compiled = performance.now();
await WebAssembly.instantiate(core);
console.log(compiled - start, performance.now() - compiled);`;

/** What it costs to have the library: time to load it in a fresh process and bytes over the wire. */
export async function loadingSection(): Promise<Section> {
  const rows: string[][] = [];
  if (existsSync(`${ROOT}dist/index.js`)) {
    progress('loading: import, compile, instantiate');
    const [imported] = inFreshProcesses(IMPORT, `${ROOT}dist/index.js`);
    const [compiled, instantiated] = inFreshProcesses(CORE, `${ROOT}dist/core.wasm`);
    rows.push(['import of dist/index.js', `${imported.toFixed(1)} ms`]);
    rows.push(['compilation of the core', `${compiled.toFixed(2)} ms`], ['first instance of the core', `${instantiated.toFixed(2)} ms`]);
    rows.push(['dist/index.browser.js with all it imports', await sizeOf('./dist/index.browser.js')]);
  } else rows.push(['dist/', 'not built: npm run build']);
  for (const name of ['ml-kmeans', 'skmeans']) {
    const [imported] = inFreshProcesses(IMPORT, name);
    rows.push(
      [`import of ${name}`, Number.isNaN(imported) ? 'not installed' : `${imported.toFixed(1)} ms`],
      [`${name}, bundled`, await sizeOf(name)],
    );
  }
  return {
    title: 'Loading',
    about: `Medians of ${PROCESSES} fresh processes; sizes of one minified bundle, raw and gzipped.`,
    head: ['', ''],
    rows,
    summary: [],
  };
}

/** Medians of the numbers that a script prints; NaN where it fails. */
function inFreshProcesses(script: string, argument: string): number[] {
  const runs: number[][] = [];
  for (let i = 0; i < PROCESSES; i++) {
    try {
      const args = ['--input-type=module', '--eval', script, argument];
      runs.push(
        execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
          .trim()
          .split(' ')
          .map(Number),
      );
    } catch {
      return [Number.NaN];
    }
  }
  return runs[0].map((_, i) => medianOf(runs.map((run) => run[i]).sort((a, b) => a - b)));
}

async function sizeOf(entry: string): Promise<string> {
  try {
    const contents = `export * from ${JSON.stringify(entry)};`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: ROOT },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    const { contents: bytes } = outputFiles[0];
    return `${(bytes.length / 1000).toFixed(1)} kB, ${(gzipSync(bytes).length / 1000).toFixed(1)} kB gzipped`;
  } catch {
    return 'not installed';
  }
}
