import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createDemo } from '../../examples/browser/serve.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { toJavaScript } from '../package/to-javascript.ts';

export interface TestServer {
  /** `http://localhost:…`, without a slash at the end. */
  readonly origin: string;
  close(): Promise<void>;
}

const ROOT = new URL('../../', import.meta.url);
const BLANK = `<!doctype html><title>test</title><script type="importmap">${JSON.stringify({ imports: importMap() })}</script>`;

/**
 * Serves the demo page, the built library and the modules of `test/` on a free port of this machine.
 *
 * - `/blank.html`: an empty page whose modules import the package by name.
 * - `/data/<name>`: one of the given values as JSON.
 * - `/broken.js`: a module that does not parse.
 *
 * @param wasm whether the demo's content security policy allows WebAssembly
 */
export async function startServer({ wasm = true, data = {} }: { wasm?: boolean; data?: Record<string, unknown> }): Promise<TestServer> {
  const app = new Hono();
  app.get('/blank.html', (c) => c.html(BLANK));
  app.get('/data/:name', (c) => c.json(data[c.req.param('name')]));
  app.get('/broken.js', (c) => c.body('this is no program', 200, { 'Content-Type': 'text/javascript' }));
  app.get('/test/:path{.+\\.ts}', async (c) =>
    c.body(await toJavaScript(new URL(`.${c.req.path}`, ROOT)), 200, { 'Content-Type': 'text/javascript' }),
  );
  app.route('/', createDemo({ wasm }));
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** What a bundler for browsers makes of the package's `exports`. */
function importMap(): Record<string, string> {
  const entries = Object.entries<string | Record<string, string>>(packageJson.exports).map(([path, target]) => {
    const file = typeof target === 'string' ? target : (target.browser ?? target.default);
    return [`elements-clustering${path.slice(1)}`, file.slice(1)];
  });
  return Object.fromEntries(entries);
}
