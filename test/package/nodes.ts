import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A Node to run the package with. */
export interface NodeProgram {
  readonly path: string;
  readonly version: string;
}

const OLDEST = 20;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The Node these tests run on and, where it has another version and is not too old, the machine's own. */
export function nodePrograms(): NodeProgram[] {
  const own = { path: process.execPath, version: process.version };
  const machine = machineNode();
  const fits = machine && machine.version !== own.version && Number.parseInt(machine.version.slice(1), 10) >= OLDEST;
  return fits ? [own, machine] : [own];
}

/** Runs a JavaScript module given as text, as if it lay in `folder`; answers what it prints, parsed as JSON. Rejects with what it writes to stderr. */
export function runModule({ path }: NodeProgram, code: string, folder = ROOT): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, ['--input-type=module'], { cwd: folder });
    let out = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaint += text;
    });
    child.on('error', reject);
    child.on('close', (status) =>
      status === 0 ? resolve(JSON.parse(out)) : reject(new Error(`${path} ended with ${status}: ${complaint}`)),
    );
    child.stdin.end(code);
  });
}

/** The first Node on PATH that no package brought. */
function machineNode(): NodeProgram | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '' && !folder.includes('node_modules'));
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folder = folders.find((one) => filesOf(one).includes(name));
  if (folder === undefined) return undefined;
  const path = join(folder, name);
  return { path, version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim() };
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // PATH may name folders that are not there
  }
}
