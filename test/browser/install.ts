/**
 * Run before the tests: sees to a browser for those that need one. Where none is found it installs Debian's Chromium if it may (root, with apt-get),
 * and says how to get one if it may not. A missing browser is no failure here: with `CI` set the tests themselves fail.
 */
import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium.ts';

const HELP = `No Chromium was found, so the browser tests will not run. To run them, install one (Debian, Ubuntu: apt-get install chromium)
or set CHROMIUM_PATH to the program of a Chromium or Chrome.`;

function run(...[command, ...args]: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function install(): void {
  console.log('No Chromium was found; installing the one of Debian for the browser tests.');
  if (run('apt-get', 'update')) run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
}

if (!findChromium() && mayInstall()) install();
console.log(findChromium() ? `Browser tests use ${findChromium()}.` : HELP);
