import type { OpenAPIHono } from '@hono/zod-openapi';
import { ElementsClusteringError, invalidInput, show } from '../src/core/errors.ts';
import type { ElementRecord } from '../src/core/types.ts';
import { parseJson } from './body.ts';
import type { Champions } from './champions.ts';
import type { ServiceEnv } from './context.ts';
import { checkServedName } from './model-key.ts';
import type { ModelRegistry } from './registry.ts';
import { predictOneRoute, similarRoute } from './routes.ts';

/** Routes below a model's name, whose requests carry a record. */
export const RECORD_ROUTES = [predictOneRoute, similarRoute].map((route) => route.getRoutingPath());

export interface NamedRouteDeps {
  readonly registry: ModelRegistry;
  readonly champions: Champions;
}

/** Answers what is asked of one model: the champion of the pipeline of that name, or else the clustering. */
export function addNamedRoutes(app: OpenAPIHono<ServiceEnv>, { registry, champions }: NamedRouteDeps): void {
  app.openapi(predictOneRoute, async (c) => {
    const model = checkServedName(c.req.valid('param').name);
    const { version } = c.req.valid('query');
    c.set('model', model);
    const record = readRecord(parseJson(await c.req.arrayBuffer()));
    const champion = await champions.get(model, version);
    if (champion) {
      c.set('version', champion.champion.version);
      const [prediction] = await champion.predict([record]);
      return c.json({ prediction, model, version: champion.champion.version, type: champion.estimator.type, run: champion.run.id }, 200);
    }
    const served = await registry.get(model, version);
    c.set('version', served.version);
    const [prediction] = await served.clustering.predict([record]);
    return c.json({ prediction, model, version: served.version, type: 'clustering', run: null }, 200);
  });

  app.openapi(similarRoute, async (c) => {
    const model = checkServedName(c.req.valid('param').name);
    const { count, version } = c.req.valid('query');
    c.set('model', model);
    const record = readRecord(parseJson(await c.req.arrayBuffer()));
    const champion = await champions.get(model, version);
    if (champion === undefined) {
      const message = `there is no pipeline ${show(model)}: only champions of pipelines know their training records`;
      throw new ElementsClusteringError('MODEL_NOT_FOUND', message, { field: 'model', received: show(model) });
    }
    c.set('version', champion.champion.version);
    const similar = await champion.similar(record, count);
    return c.json({ similar, model, version: champion.champion.version, run: champion.run.id }, 200);
  });
}

function readRecord(body: unknown): ElementRecord {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as ElementRecord;
  throw invalidInput('invalid body', { expected: 'one record', received: show(body) });
}
