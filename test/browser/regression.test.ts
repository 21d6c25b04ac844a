import { expect, test } from 'vitest';
import { nodePrograms, runModule } from '../package/nodes.ts';
import { toJavaScript } from '../package/to-javascript.ts';
import { browserTests } from './harness.ts';

browserTests('regressions: same bits in every runtime', {}, ({ open, call }) => {
  test('models, and predictions of many records and of one', async () => {
    const inPage = await call<Record<string, string>>(await open('/blank.html'), 'browser/page/regression.ts', 'regressionDigests');
    expect(Object.keys(inPage).length).toBe(15);
    for (const title of Object.keys(inPage).filter((one) => one.endsWith(': predictions'))) {
      expect(inPage[title.replace('predictions', 'one by one')], title).toBe(inPage[title]);
    }
    const code = await toJavaScript(new URL('page/regression.ts', import.meta.url));
    for (const node of nodePrograms()) {
      const here = await runModule(node, `${code}\nconsole.log(JSON.stringify(await regressionDigests()));`);
      expect(here, `Node ${node.version}`).toEqual(inPage);
    }
  });
});
