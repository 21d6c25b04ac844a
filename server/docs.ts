import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';

/** Where the page finds the description of the API. */
export const DESCRIPTION_PATH = '/openapi.json';

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>elements-clustering: API reference</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

const START = `SwaggerUIBundle({ url: '${DESCRIPTION_PATH}', dom_id: '#reference', validatorUrl: null, deepLinking: true, tryItOutEnabled: true });
`;

/** Of the package swagger-ui-dist. */
const ASSETS = [
  { name: 'swagger-ui.css', type: 'text/css; charset=utf-8', url: import.meta.resolve('swagger-ui-dist/swagger-ui.css') },
  {
    name: 'swagger-ui-bundle.js',
    type: 'text/javascript; charset=utf-8',
    url: import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
  },
  { name: 'favicon-32x32.png', type: 'image/png', url: import.meta.resolve('swagger-ui-dist/favicon-32x32.png') },
];

/** Nothing comes from anywhere else, and nothing goes there. */
const HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  strictTransportSecurity: false, // for whoever ends TLS before the service to say
});

/** The API reference: a page on which requests can be tried, without any other site. */
export function createDocs(): Hono {
  const docs = new Hono().use('/docs/*', HEADERS, compress());
  for (const path of ['/docs', '/docs/']) docs.get(path, (c) => c.html(PAGE));
  docs.get('/docs/start.js', (c) => c.body(START, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  for (const { name, type, url } of ASSETS) {
    docs.get(`/docs/${name}`, async (c) => {
      const bytes = await readFile(new URL(url));
      return c.body(new Uint8Array(bytes), 200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' });
    });
  }
  return docs;
}
