import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserTests, type Lab } from './harness.ts';

const PATH = '/examples/browser/';

/** Rows without groups, which keep a fit with many clusters busy for long. */
const manyRows = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => [3, 5, 7, 11, 13, 17].map((n) => (i * n * 7919) % (1009 + n))));

const labelsOn = (page: Page): Promise<string | null> => page.textContent('#labels');

async function fitSample(page: Page): Promise<void> {
  await page.click('#fit');
  await page.getByText('Done.').waitFor();
}

function pageTests({ open }: Lab): void {
  test('finds the groups of the sample and shows them', async () => {
    const page = await open(PATH);
    await fitSample(page);
    expect(await page.textContent('#fact-records')).toBe('55');
    expect(await page.getByText('button.btn.btn-primary.add-to-cart').count()).toBe(1);
    expect(await page.locator('#clusters > li').count()).toBe(Number(await page.textContent('#fact-clusters')));
    expect((await labelsOn(page))?.split(' ')).toHaveLength(55);
  });
}

browserTests('the demo page', {}, (lab) => {
  const { open } = lab;
  pageTests(lab);

  test('runs on WebAssembly and says so', async () => {
    const page = await open(PATH);
    await fitSample(page);
    expect(await page.textContent('#fact-engine')).toBe('WebAssembly');
    expect(await page.isVisible('#engine-note')).toBe(false);
  });

  test('keeps a model over a reload: it is listed, and sorts the same records the same way', async () => {
    const page = await open(PATH);
    await fitSample(page);
    await page.fill('#name', 'my-shop');
    await page.click('#save');
    await page.getByText('Saved as “my-shop”.').waitFor();
    const labels = await labelsOn(page);
    await page.reload();
    await page.getByLabel('Use model my-shop').click();
    await page.getByText('sorted the records above').waitFor();
    expect(await labelsOn(page)).toBe(labels);
    await page.getByLabel('Delete model my-shop').click();
    await page.getByText('None yet.').waitFor();
  });

  test('stays alive during a large fit, shows its progress, and stops when told to', async () => {
    const page = await open(PATH);
    await page.setInputFiles('#file', { name: 'many.json', mimeType: 'application/json', buffer: Buffer.from(manyRows) });
    await page.getByText('100,000 records. From many.json.').waitFor();
    await page.fill('#k', '1000');
    await page.evaluate(watchPage);
    await page.click('#fit');
    // a page that did the work itself would get one turn in 24 ms of it
    await page.waitForFunction(() => {
      const { turns, seen } = globalThis as unknown as Watched;
      return turns > 2000 && new Set(seen.values).size > 2;
    });
    await page.click('#stop');
    await page.getByText('Stopped.').waitFor();
    expect(await page.isEnabled('#fit')).toBe(true);
    const { statuses } = await page.evaluate(() => (globalThis as unknown as Watched).seen);
    expect(statuses).toEqual(expect.arrayContaining(['Reading the records …', 'Finding clusters …', 'Stopped.']));
  });

  test('says what is wrong with records', async () => {
    const page = await open(PATH);
    await page.fill('#records', '[[1, 2], [3]]');
    await page.click('#fit');
    await page.getByRole('alert').getByText('ragged rows at row 1').waitFor();
    await page.fill('#records', 'no JSON');
    await page.click('#fit');
    await page.getByRole('alert').getByText('JSON').waitFor();
  });

  test('clusters its own elements', async () => {
    const page = await open(PATH);
    await page.click('#use-page');
    await fitSample(page);
    expect(await page.locator('#clusters').getByText('<section class="panel"').count()).toBeGreaterThan(0);
  });
});

browserTests('the demo page where WebAssembly is forbidden', { wasm: false }, (lab) => {
  pageTests(lab);

  test('falls back to the reference engine, says so, and finds the same groups', async () => {
    const page = await lab.open(PATH);
    await expect(page.evaluate('WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))')).rejects.toThrow(
      'Content Security Policy',
    );
    await fitSample(page);
    expect(await page.textContent('#fact-engine')).toBe('plain JavaScript');
    expect(await page.isVisible('#engine-note')).toBe(true);
  });
});

interface Watched {
  /** Turns of the page's event loop since it is watched. */
  turns: number;
  readonly seen: { readonly values: number[]; readonly statuses: (string | null)[] };
}

/** Runs in the page: counts the turns of its event loop and notes what it shows. */
function watchPage(): void {
  const seen = { values: [] as number[], statuses: [] as (string | null)[] };
  const watched: Watched = Object.assign(globalThis, { turns: 0, seen });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    watched.turns++;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  const progress = document.querySelector('progress') as HTMLProgressElement;
  const status = document.getElementById('status') as HTMLElement;
  new MutationObserver(() => seen.values.push(progress.value)).observe(progress, { attributes: true });
  new MutationObserver(() => seen.statuses.push(status.textContent)).observe(status, {
    childList: true,
    characterData: true,
    subtree: true,
  });
}
