import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readElements } from '../../data/elements.ts';
import { streamRow } from '../../examples/error-analysis/novelty.ts';
import { replayStream } from '../../examples/error-analysis/stream.ts';

const splits = await readElements();
const page = await readFile(new URL('../../docs/error-analysis.md', import.meta.url), 'utf8');

it.each([1, 2, 3])('a stream of real elements with roles left out (draw %i): the new is found, the known is kept', async (seed) => {
  const report = await replayStream(splits, { seed });
  expect(report.repeatedChanged).toBe(0);
  expect(report.baseChanged).toBe(0);
  expect(report.leftOut).toHaveLength(26);
  expect(report.f1).toBeGreaterThanOrEqual(0.93);
  expect(report.knownAsNew).toBeLessThanOrEqual(0.01);
  expect(page, 'npm run study writes it').toContain(`| ${streamRow(`${seed}`, report).join(' | ')} |`);
  expect(report.newLabels).toBe(new Set(report.records.map(({ last }) => last).filter((label) => label >= report.clusters)).size);
});

it('what no attribute tells, no model can: roles that look like others lower the recall, never the precision', async () => {
  const report = await replayStream(splits, { tellable: false });
  expect(report.repeatedChanged + report.baseChanged).toBe(0);
  expect(page, 'npm run study writes it').toContain(`| ${streamRow('1, any roles', report).join(' | ')} |`);
  expect(report.most).toBeLessThan(0.93);
  expect(report.newLooks).toBeGreaterThan(0.9);
  expect(report.precision).toBeGreaterThan(0.95);
  expect(report.knownAsNew).toBeLessThanOrEqual(0.01);
});
