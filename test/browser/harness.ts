import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { requireBuild } from '../package/build.ts';
import { findChromium, LAUNCH_FLAGS } from './chromium.ts';
import { startServer, type TestServer } from './server.ts';

/** A real browser and a server for one file's tests. */
export interface Lab {
  /** A page in a profile of its own; an error it does not handle fails the test. */
  newPage(): Promise<Page>;
  /** Opens a page of the server in a profile of its own; an error the page does not handle fails the next call of `check`. */
  open(path: string): Promise<Page>;
  /** Calls a function that a module of `test/` exports, in a page opened with `open('/blank.html')`. */
  call<T>(page: Page, module: string, name: string, ...args: unknown[]): Promise<T>;
}

/**
 * Tests in a real Chromium. Without one they are reported as not run, and fail where `CI` is set.
 * @param options for the server, see `startServer`
 */
export function browserTests(title: string, options: Parameters<typeof startServer>[0], define: (lab: Lab) => void): void {
  const path = findChromium();
  const wanted = path !== undefined || Boolean(process.env.CI);
  if (!wanted) console.warn(`Not run: ${title}. No Chromium was found; run node test/install.ts for help.`);
  describe.runIf(wanted)(wanted ? title : `${title} (not run: no Chromium)`, () => {
    let browser: Browser;
    let server: TestServer;
    const failures: Error[] = [];

    beforeAll(async () => {
      if (path === undefined) throw new Error('no Chromium was found: install one or set CHROMIUM_PATH');
      requireBuild();
      server = await startServer(options);
      browser = await chromium.launch({ executablePath: path, args: LAUNCH_FLAGS });
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      const [failure] = failures.splice(0);
      if (failure) throw failure;
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    async function newPage(): Promise<Page> {
      const page = await (await browser.newContext()).newPage();
      page.on('pageerror', (error) => failures.push(error));
      return page;
    }

    define({
      newPage,
      async open(path) {
        const page = await newPage();
        await page.goto(server.origin + path);
        return page;
      },
      // as text, because what a test runner makes of import() does not run in a page
      call: (page, module, name, ...args) => page.evaluate(`import('/test/${module}').then((m) => m.${name}(...${JSON.stringify(args)}))`),
    });
  });
}
