import type { OpenAPIHono } from '@hono/zod-openapi';
import { parseJson, readPredictRequest } from './body.ts';
import type { Champions } from './champions.ts';
import type { ServiceEnv } from './context.ts';
import type { FitJob } from './fit-messages.ts';
import type { Log } from './log.ts';
import type { ModelRegistry } from './registry.ts';
import { fitRoute, modelsRoute, predictRoute } from './routes.ts';
import type { Trainer } from './trainer.ts';

/** Routes whose requests carry a body of JSON. */
export const BODY_ROUTES = [fitRoute.path, predictRoute.path];
/** Those of them that change what later requests are answered. */
export const CHANGING_ROUTES = [fitRoute.path];

export interface ModelRouteDeps {
  readonly registry: ModelRegistry;
  readonly trainer: Trainer;
  readonly champions: Champions;
  readonly log: Log;
}

/** Answers what is asked of models. */
export function addModelRoutes(app: OpenAPIHono<ServiceEnv>, { registry, trainer, champions, log }: ModelRouteDeps): void {
  app.openapi(modelsRoute, async (c) => {
    const [clusterings, pipelines] = await Promise.all([registry.list(), champions.list()]);
    const names = new Set(pipelines.map(({ model }) => model)); // a pipeline goes before a clustering of its name
    const models = [...clusterings.filter(({ model }) => !names.has(model)), ...pipelines];
    return c.json({ models: models.sort((a, b) => (a.model < b.model ? -1 : 1)) }, 200);
  });

  app.openapi(fitRoute, async (c) => {
    const onStart = (job: FitJob): void => {
      c.set('model', job.model);
      log('info', 'fit started', { requestId: c.get('requestId'), ...job });
    };
    const { bytes, model, ...summary } = await trainer.train(await c.req.arrayBuffer(), { signal: c.req.raw.signal, onStart });
    const version = await registry.save(model, bytes);
    c.set('version', version);
    log('info', 'model saved', { requestId: c.get('requestId'), model, version });
    const message = 'Model trained and saved successfully.';
    return c.json({ message, model, version, ...summary, warnings: [...summary.warnings] }, 200);
  });

  app.openapi(predictRoute, async (c) => {
    const { data, model, version } = readPredictRequest(parseJson(await c.req.arrayBuffer()));
    c.set('model', model);
    c.set('version', version);
    const served = await registry.get(model, version);
    c.set('version', served.version);
    const labels = await served.clustering.predict(data);
    return c.json({ predictions: [...labels], model, version: served.version }, 200);
  });
}
