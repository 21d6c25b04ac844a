import { expect, test } from 'vitest';
import { storeContract } from '../stores/contract.ts';
import { browserTests } from './harness.ts';

/** The cases are run in the page; here only their titles are wanted. */
const notHere = (): never => {
  throw new Error('stores are made in the page');
};

browserTests('stores in a browser', {}, ({ open, call }) => {
  test('the contract holds on real IndexedDB', async () => {
    const page = await open('/blank.html');
    const expected = storeContract('IndexedDB', notHere).map(({ title }) => `${title}: holds`);
    expect(await call(page, 'browser/page/stores.ts', 'runContract')).toEqual(expected);
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(expected.length);
  });
});
