import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningService, startService } from '../../server/start.ts';
import { browserTests } from './harness.ts';

browserTests('the API reference', {}, ({ newPage }) => {
  let folder: string;
  let service: RunningService;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docs-'));
    service = await startService(
      {
        host: '127.0.0.1',
        port: 0,
        dataDir: folder,
        maxBodyBytes: 2 ** 20,
        fitConcurrency: 1,
        fitQueue: 1,
        fitMemoryMb: undefined,
        modelCache: 1,
        keepUpdates: 10,
        shutdownSeconds: 0,
        logDatabase: join(folder, 'requests.sqlite'),
        logBodyBytes: 2 ** 16,
        logDays: undefined,
      },
      () => undefined,
    );
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  /** The reference page; whatever the browser asks for or complains of is noted. */
  async function openReference(): Promise<{ page: Page; asked: Set<string>; complaints: string[] }> {
    const page = await newPage();
    const asked = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => asked.add(request.url()));
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    await page.goto(`${service.url}/docs`);
    await page.locator('.opblock').first().waitFor();
    return { page, asked, complaints };
  }

  /** Tries the operation with what the page proposes; the status that it shows. */
  async function tryOut(page: Page, operation: string): Promise<string | null> {
    const block = page.locator(`#operations-${operation}`);
    await block.locator('.opblock-summary-control').click();
    await block.getByRole('button', { name: 'Execute' }).click();
    return block.locator('.live-responses-table tbody .response-col_status').textContent();
  }

  test('shows every operation, and asks no other site for anything', async () => {
    const { page, asked, complaints } = await openReference();
    const shown = await page
      .locator('.opblock-summary')
      .evaluateAll((blocks) =>
        blocks.map((block) =>
          [block.querySelector('.opblock-summary-method'), block.querySelector('.opblock-summary-path')]
            .map((part) => part?.textContent?.replace(/[^\w}]*$/, ''))
            .join(' '),
        ),
      );
    const { paths } = await (await fetch(`${service.url}/openapi.json`)).json();
    const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(shown.map((one) => one.replace(/\u200b/g, '')).toSorted()).toEqual(described.toSorted());
    expect([...asked].filter((url) => !url.startsWith(`${service.url}/`) && !url.startsWith('data:'))).toEqual([]);
    expect(asked.size).toBeGreaterThan(3);
    expect(complaints).toEqual([]); // nothing that its content security policy forbids, above all
  });

  test('lets one try requests: a fit, a prediction, and their record', async () => {
    const { page, complaints } = await openReference();
    expect(await tryOut(page, 'models-fit')).toBe('200');
    expect(await tryOut(page, 'models-predict')).toBe('200');
    expect(await tryOut(page, 'service-listRequests')).toBe('200');
    const record = page.locator('#operations-service-listRequests .live-responses-table tbody .response-col_description');
    expect(await record.textContent()).toContain('"route": "/predict"');
    expect(complaints).toEqual([]);
  });

  test('may not be framed, nor run what it did not bring', async () => {
    const { headers } = await fetch(`${service.url}/docs`);
    expect(headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    const { page } = await openReference();
    const framed = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      return 'ran' in window;
    });
    expect(framed).toBe(false);
  });
});
