import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseJson, readPredictRequest } from './body.ts';
import type { Champions } from './champions.ts';
import type { ServiceEnv } from './context.ts';
import type { Job, Jobs } from './jobs/jobs.ts';
import type { JobKind } from './jobs/messages.ts';
import type { Log } from './log.ts';
import type { ModelRegistry } from './registry.ts';
import { evaluateRoute, fitRoute, modelsRoute, predictRoute, updateRoute } from './routes.ts';

/** Routes whose requests carry a body of JSON. */
export const BODY_ROUTES = [fitRoute.path, updateRoute.path, predictRoute.path, evaluateRoute.path];
/** Those of them that change what later requests are answered. */
export const CHANGING_ROUTES = [fitRoute.path, updateRoute.path];

export interface ModelRouteDeps {
  readonly registry: ModelRegistry;
  readonly jobs: Jobs;
  readonly champions: Champions;
  readonly log: Log;
}

/** Answers what is asked of models. */
export function addModelRoutes(app: OpenAPIHono<ServiceEnv>, { registry, jobs, champions, log }: ModelRouteDeps): void {
  /** Has the body checked, and then, where all is well, the job done. */
  async function start<Kind extends JobKind, T>(c: Context<ServiceEnv>, kind: Kind, task: (job: Job<Kind>) => Promise<T>): Promise<T> {
    const named = (job: Job<Kind>): Promise<T> => {
      c.set('model', job.facts.model);
      c.set('version', job.facts.version);
      return task(job);
    };
    return jobs.start(kind, await c.req.arrayBuffer(), named, { signal: c.req.raw.signal });
  }

  /** Waits for the job's turn. */
  async function turn(c: Context<ServiceEnv>, title: string, job: Job<JobKind>): Promise<void> {
    await job.turn();
    const { model, rows } = job.facts;
    log('info', `${title} started`, { requestId: c.get('requestId'), model, rows });
  }

  /** Tells of a version of a model that was saved. */
  function saved(c: Context<ServiceEnv>, model: string, version: number): void {
    c.set('version', version);
    log('info', 'model saved', { requestId: c.get('requestId'), model, version });
  }

  app.openapi(modelsRoute, async (c) => {
    const [clusterings, pipelines] = await Promise.all([registry.list(), champions.list()]);
    const names = new Set(pipelines.map(({ model }) => model)); // a pipeline goes before a clustering of its name
    const models = [...clusterings.filter(({ model }) => !names.has(model)), ...pipelines];
    return c.json({ models: models.sort((a, b) => (a.model < b.model ? -1 : 1)) }, 200);
  });

  app.openapi(fitRoute, (c) =>
    start(c, 'fit', async (job) => {
      const { model } = job.facts;
      await turn(c, 'fit', job);
      const { bytes, summary } = await job.run();
      const version = await registry.save(model, bytes);
      saved(c, model, version);
      const message = 'Model trained and saved successfully.';
      return c.json({ message, model, version, ...summary, warnings: [...summary.warnings] }, 200);
    }),
  );

  app.openapi(updateRoute, (c) =>
    start(c, 'update', async (job) => {
      const { model } = job.facts;
      await registry.find(model); // in vain without one: no reason to wait
      await turn(c, 'update', job); // before the registry's: whoever has that one is not to wait for a place
      const { version, summary } = await registry.update(model, (bytes) => job.run(bytes));
      saved(c, model, version);
      return c.json({ model, version, ...summary }, 200);
    }),
  );

  app.openapi(predictRoute, async (c) => {
    const { data, model, version } = readPredictRequest(parseJson(await c.req.arrayBuffer()));
    c.set('model', model);
    c.set('version', version);
    const served = await registry.get(model, version);
    c.set('version', served.version);
    const labels = await served.clustering.predict(data);
    return c.json({ predictions: [...labels], model, version: served.version }, 200);
  });

  app.openapi(evaluateRoute, (c) =>
    start(c, 'evaluate', async (job) => {
      const { model } = job.facts;
      await registry.find(model, job.facts.version); // in vain without one: no reason to wait
      await turn(c, 'evaluation', job);
      const { bytes, version } = await registry.read(model, job.facts.version);
      c.set('version', version);
      return c.json({ model, version, ...(await job.run(bytes)) }, 200);
    }),
  );
}
