import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseJson, readPredictRequest } from './body.ts';
import type { Champions } from './champions.ts';
import type { ServiceEnv } from './context.ts';
import type { Job, Jobs } from './jobs/jobs.ts';
import type { JobKind } from './jobs/messages.ts';
import type { Log } from './log.ts';
import type { ModelRegistry } from './registry.ts';
import { evaluateRoute, fitRoute, modelsRoute, predictRoute } from './routes.ts';

/** Routes whose requests carry a body of JSON. */
export const BODY_ROUTES = [fitRoute.path, predictRoute.path, evaluateRoute.path];
/** Those of them that change what later requests are answered. */
export const CHANGING_ROUTES = [fitRoute.path];

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

  /** Saves the next version of a model. */
  async function save(c: Context<ServiceEnv>, model: string, bytes: Uint8Array): Promise<number> {
    const version = await registry.save(model, bytes);
    c.set('version', version);
    log('info', 'model saved', { requestId: c.get('requestId'), model, version });
    return version;
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
      const version = await save(c, model, bytes);
      const message = 'Model trained and saved successfully.';
      return c.json({ message, model, version, ...summary, warnings: [...summary.warnings] }, 200);
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
      const version = await registry.find(model, job.facts.version); // in vain without one: no reason to wait
      c.set('version', version);
      await turn(c, 'evaluation', job);
      const { bytes } = await registry.read(model, version);
      return c.json({ model, version, ...(await job.run(bytes)) }, 200);
    }),
  );
}
