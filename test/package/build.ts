import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['src/**/*.ts', 'server/**/*.ts', 'assembly/*', 'rollup.config.mjs'];

/** For vitest to call once before all tests (`globalSetup`): builds the package where `dist/` is not up to date. */
export function setup(): void {
  if (!isBuilt()) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
}

/** For tests of what is built. Throws unless `dist/` is up to date. */
export function requireBuild(): void {
  if (!isBuilt()) throw new Error('dist/ is missing or older than the sources: run npm run build');
}

function isBuilt(): boolean {
  return newest(['dist/**/*.{js,ts,wasm}']) > newest(SOURCES);
}

function newest(patterns: string[]): number {
  const files = globSync(patterns, { cwd: root });
  return files.reduce((latest, file) => Math.max(latest, statSync(`${root}/${file}`).mtimeMs), 0);
}
