/**
 * Run before the tests: sees to the programs that some of them need. What is not found is installed from Debian's packages where that is allowed
 * (root, with apt-get), else a hint says how to get it. A missing program is no failure here: with `CI` set the tests themselves fail.
 */
import { spawnSync } from 'node:child_process';
import { findChromium } from './browser/chromium.ts';
import { findPostgres } from './server/postgres.ts';

interface Program {
  readonly name: string;
  readonly find: () => string | undefined;
  readonly package: string;
  /** What happens without it, and how to get it. */
  readonly help: string;
}

const PROGRAMS: Program[] = [
  {
    name: 'Chromium',
    find: findChromium,
    package: 'chromium',
    help: `the browser tests will not run. To run them, install it (Debian, Ubuntu: apt-get install chromium)
or set CHROMIUM_PATH to the program of a Chromium or Chrome.`,
  },
  {
    name: 'PostgreSQL',
    find: findPostgres,
    package: 'postgresql',
    help: 'the tests of the log in PostgreSQL will not run. To run them, install it (Debian, Ubuntu: apt-get install postgresql).',
  },
];

function run(...[command, ...args]: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

const missing = PROGRAMS.filter(({ find }) => find() === undefined);
if (missing.length > 0 && mayInstall()) {
  console.log(`Installing what tests need and was not found: ${missing.map(({ name }) => name).join(', ')}.`);
  if (run('apt-get', 'update')) run('apt-get', 'install', '-y', '--no-install-recommends', ...missing.map((program) => program.package));
}
for (const { name, find, help } of PROGRAMS) {
  const found = find();
  console.log(found === undefined ? `No ${name} was found, so ${help}` : `Tests use ${name} at ${found}.`);
}
