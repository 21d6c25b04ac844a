import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

it.each([
  ['quickstart', 'README.md'],
  ['evaluation', 'docs/evaluation.md'],
  ['labels', 'docs/labels.md'],
  ['describe', 'docs/describe.md'],
])('examples/node/%s.ts prints what %s shows', async (name, page) => {
  const folder = await mkdtemp(join(tmpdir(), 'example-'));
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, `examples/node/${name}.ts`)], { cwd: folder });
  await rm(folder, { recursive: true });
  const shown = await readFile(join(ROOT, page), 'utf8');
  expect(shown).toContain(`\n${stdout}\`\`\``);
  if (page !== 'README.md') expect(shown).toContain(await readFile(join(ROOT, `examples/node/${name}.ts`), 'utf8'));
});
