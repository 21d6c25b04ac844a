/** Serves the demo page from this checkout, after `npm run build`: `node examples/browser/serve.ts`, then open the address it prints. */
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The page, and the built library beside it; nothing else of the checkout.
 * @param wasm whether the content security policy lets the page compile WebAssembly (default true)
 */
export function createDemo({ wasm = true } = {}): Hono {
  const scripts = wasm ? "'self' 'wasm-unsafe-eval'" : "'self'";
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header(
      'Content-Security-Policy',
      `default-src 'self'; script-src ${scripts}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.get('/', (c) => c.redirect('/examples/browser/'));
  for (const path of ['/examples/browser/*', '/dist/*']) app.get(path, serveStatic({ root }));
  return app;
}

if (import.meta.main) {
  const port = Number(process.env.PORT ?? 4173);
  serve({ fetch: createDemo().fetch, hostname: '127.0.0.1', port }, () => console.log(`http://localhost:${port}/`));
}
