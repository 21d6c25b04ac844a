import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Downloads the named Debian packages into a folder; a package whose `.deb` file already lies there is left as it is.
 * Nothing is installed. Resolves to the packages' files, in the order of the names.
 */
export async function download(packages: readonly string[], folder: string): Promise<string[]> {
  const present = await debFiles(folder);
  const missing = packages.filter((name) => !present.has(name));
  if (missing.length > 0) await run('apt-get', ['download', ...missing], { cwd: folder });
  const files = await debFiles(folder);
  return packages.map((name) => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`no .deb file of ${name} in ${folder}`);
    return file;
  });
}

/** Unpacks a `.deb` file into a folder, which is made where there is none, and resolves to the package's version. */
export async function unpack(debFile: string, folder: string): Promise<string> {
  await run('dpkg-deb', ['-x', debFile, folder]);
  const { stdout } = await run('dpkg-deb', ['-f', debFile, 'Version']);
  return stdout.trim();
}

/** Files called `name_version_architecture.deb`, by name. */
async function debFiles(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.deb')).sort();
  return new Map(files.map((file) => [file.slice(0, file.indexOf('_')), join(folder, file)]));
}
