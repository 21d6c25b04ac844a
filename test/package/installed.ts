/** The package as users get it: packed, and installed in a program of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireBuild } from './build.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface InstalledPackage {
  /** Folder of the program. */
  readonly app: string;
  /** The tarball: paths in it, and its size. */
  readonly packed: { readonly files: readonly string[]; readonly bytes: number };
  remove(): void;
}

/** Packs and installs what was built. Throws where that is not up to date. */
export function installPackage(): InstalledPackage {
  requireBuild();
  const folder = mkdtempSync(join(tmpdir(), 'elements-clustering-package-'));
  const app = join(folder, 'app');
  const [{ files, size, filename }] = JSON.parse(npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder));
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  npm(app, 'install', '--prefix', app, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', join(folder, filename));
  return {
    app,
    packed: { files: files.map(({ path }: { path: string }) => path), bytes: size },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
