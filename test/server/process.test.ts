import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { bad, endlessFit, GROUPS, good, noise, post, predictions, test } from './service.ts';

const MAIN = join(import.meta.dirname, '../../server/main.ts');

async function runToEnd(args: string[], env: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, args, { env: { PATH: '', ...env } });
  return run.then((output) => ({ code: 0, ...output })).catch(({ code, stdout, stderr }) => ({ code, stdout, stderr }));
}

test('/predict and /health answer while a long /fit runs, from the model before', async ({ run }) => {
  const service = await run();
  await good(post(`${service.url}/fit`, GROUPS));
  const before = await predictions(service, GROUPS);
  const client = new AbortController();
  let over = false;
  const fit = post(`${service.url}/fit`, endlessFit(), { signal: client.signal })
    .catch(() => undefined)
    .finally(() => (over = true));
  await service.journal.until('fit started', 2);
  for (let i = 0; i < 50; i++) {
    expect(await predictions(service, GROUPS)).toEqual(before);
    expect(await good(fetch(`${service.url}/health`))).toEqual({ status: 'healthy' });
  }
  expect(over).toBe(false);
  client.abort();
  await fit;
});

describe('SIGTERM', () => {
  test('lets a running fit end and saves it, then ends with code 0; a restart serves the model', async ({ run }) => {
    const service = await run('--shutdown-seconds', '100');
    const fit = post(`${service.url}/fit`, { data: noise(10_000, 8), options: { k: 20 } });
    await service.journal.until('fit started');
    process.kill(-service.pid, 'SIGTERM'); // to the whole group, as systemd sends it
    expect(await good(fit)).toMatchObject({ version: 1, rows: 10_000 });
    expect(await service.exit).toEqual([0, null]);
    await expect(fetch(`${service.url}/health`)).rejects.toThrow();
    const rows = noise(10, 8);
    const next = await run();
    const { predictions: labels, version } = await predictions(next, rows);
    expect([labels.length, version]).toEqual([10, 1]);
  });

  test('stops a fit that takes too long: 503, nothing saved, code 0', async ({ run, folder }) => {
    const service = await run('--shutdown-seconds', '0');
    const fit = post(`${service.url}/fit`, endlessFit());
    await service.journal.until('fit started');
    process.kill(service.pid, 'SIGTERM');
    await bad(fit, 503, 'SHUTTING_DOWN');
    expect(await service.exit).toEqual([0, null]);
    expect((await readdir(folder)).filter((file) => file.endsWith('.ecm'))).toEqual([]);
  });

  test('an idle service ends at once, also with open connections; SIGINT does the same', async ({ run }) => {
    for (const signal of ['SIGTERM', 'SIGINT']) {
      const service = await run('--shutdown-seconds', '3600');
      await good(post(`${service.url}/fit`, GROUPS)); // leaves an idle worker and a connection kept alive
      process.kill(service.pid, signal);
      expect(await service.exit).toEqual([0, null]);
      expect(service.journal.messages.at(-1)).toBe('stopping');
    }
  });
});

test('SIGKILL during a fit: a restart serves the model before', async ({ run }) => {
  const first = await run();
  await good(post(`${first.url}/fit`, { data: GROUPS, options: { k: 3 } }));
  await good(post(`${first.url}/fit`, { data: GROUPS, options: { k: 2 } }));
  const before = await predictions(first, GROUPS);
  const fit = expect(post(`${first.url}/fit`, endlessFit())).rejects.toThrow();
  await first.journal.until('fit started', 3);
  process.kill(first.pid, 'SIGKILL');
  expect(await first.exit).toEqual([null, 'SIGKILL']);
  await fit;
  const second = await run();
  expect(await predictions(second, GROUPS)).toEqual(before);
  expect(before.version).toBe(2);
});

describe('the command line', () => {
  test('--help shows flags, environment variables and defaults', async () => {
    const { code, stdout } = await runToEnd([MAIN, '--help']);
    expect(code).toBe(0);
    const expected = {
      HOST: '127.0.0.1',
      PORT: '3000',
      DATA_DIR: '.elements-clustering',
      MAX_BODY_BYTES: '67108864',
      FIT_CONCURRENCY: '1',
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(stdout.replace(/\s+/g, ' ')).toMatch(new RegExp(`default: "?${value.replaceAll('.', '\\.')}"?, env: ${name}\\)`));
    }
  });

  test('values out of range are refused, whichever way they come', async () => {
    const wrong = { PORT: '70000', MAX_BODY_BYTES: '1e9', FIT_CONCURRENCY: '0', FIT_QUEUE: '' };
    for (const [name, value] of Object.entries(wrong)) {
      const { code, stderr } = await runToEnd([MAIN], { [name]: value });
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining(`value '${value}' from env '${name}' is invalid. Expected a whole number`),
      ]);
    }
    expect((await runToEnd([MAIN, '--port', '-1'])).stderr).toContain("'-1' is invalid. Expected a whole number from 0 to 65535.");
  });

  test('flags go before environment variables', async ({ folder }) => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const { code, stderr } = await runToEnd([MAIN, '--port', '0', '--data-dir', file], { PORT: '1', DATA_DIR: folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The service cannot start: listing models failed: .*ENOTDIR/);
  });

  test('where requests are recorded: the flag, LOG_DATABASE, DATABASE_URL, the data folder', async ({ run, folder }) => {
    expect((await run()).logDatabase).toBe(join(folder, 'requests.sqlite'));
    expect((await run('--log-database', join(folder, 'other.sqlite'))).logDatabase).toBe(join(folder, 'other.sqlite'));
    const start = [MAIN, '--port', '0', '--data-dir', folder];
    const nowhere = 'postgres://me:s3cret@127.0.0.1:1/requests';
    for (const env of [
      { LOG_DATABASE: '', DATABASE_URL: nowhere },
      { LOG_DATABASE: nowhere, DATABASE_URL: 'x' },
    ]) {
      const { code, stderr } = await runToEnd(start, env);
      expect(code).toBe(1);
      expect(stderr).toBe(
        'The service cannot start: the log of requests in PostgreSQL requests at 127.0.0.1:1 cannot be opened: connect ECONNREFUSED 127.0.0.1:1\n',
      );
    }
    const { code, stderr } = await runToEnd([...start, '--log-database', 'mysql://me:s3cret@127.0.0.1/requests']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no log in a database of the kind mysql')]);
    expect(stderr).not.toContain('s3cret');
  });

  test('an address that is taken', async ({ run }) => {
    const { url } = await run();
    const { code, stderr } = await runToEnd([MAIN, '--port', new URL(url).port]);
    expect(code).toBe(1);
    expect(stderr).toContain('EADDRINUSE');
  });

  test.for(['20.19.0', '22.17.9', '23.11.1'])('Node %s is told to be too old', async (version) => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
    const { code, stderr } = await runToEnd(['--import', `data:text/javascript,${encodeURIComponent(older)}`, MAIN, '--help']);
    expect(code).toBe(1);
    expect(stderr).toBe(`The elements-clustering service needs Node 22.18, or 24 or newer; this is Node ${version}.\n`);
  });
});
