import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { openHistory } from '../../src/pipeline.ts';
import { test } from './folder.ts';

const MAIN = join(import.meta.dirname, '../../examples/diamonds/main.ts');

test('the example of diamonds trains four models, with a short search, and draws a report', async ({ folder }) => {
  const report = join(folder, 'report.html');
  const flags = ['--trials', '2', '--workers', '1', '--data-dir', folder, '--report', report];
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('53940 rows read');
  const history = await openHistory(join(folder, 'pipelines/diamonds'));
  const [{ data, models }] = (await history?.runs()) ?? [];
  expect(data.kept).toBe(53_920);
  expect(data.dropped.filter(({ rows }) => rows > 0)).toEqual([
    { rule: 'x equals 0', rows: 8 },
    { rule: 'z equals 0', rows: 12 },
  ]);
  const r2 = Object.fromEntries(models.map(({ name, scores }) => [name, scores?.r2 as number]));
  expect(r2.linear).toBeGreaterThan(0.91);
  expect(r2['linear-log']).toBeGreaterThan(0.91);
  expect(r2.boosting).toBeGreaterThan(0.98);
  expect(r2['boosting-tuned']).toBeGreaterThan(0.98);
  const page = await readFile(report, 'utf8');
  expect(page.match(/<svg/g)).toHaveLength(11); // one of all models, two a model, and the importance of those that know it
  expect(page).not.toContain('NaN');
});
