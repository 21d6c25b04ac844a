import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ElementsClusteringError, invalidInput, show } from '../src/core/errors.ts';
import type { Champion, PipelineHistory, RunRecord } from '../src/pipeline.ts';
import { parseJson } from './body.ts';
import type { Champions } from './champions.ts';
import type { ServiceEnv } from './context.ts';
import { compareRoute, Promotion, promoteRoute, rollbackRoute, runRoute, runsRoute } from './history-schemas.ts';
import { checkServedName } from './model-key.ts';

/** Routes that change which champion is served. */
export const CHAMPION_ROUTES = [promoteRoute, rollbackRoute].map((route) => route.getRoutingPath());

/** Answers what is asked of a pipeline's history, and makes champions of its models. */
export function addHistoryRoutes(app: OpenAPIHono<ServiceEnv>, champions: Champions): void {
  async function historyOf(c: Context<ServiceEnv>, name: string): Promise<PipelineHistory> {
    const model = checkServedName(name);
    c.set('model', model);
    const history = await champions.history(model);
    return history ?? notFound(`there is no pipeline ${show(model)}`, 'model', model);
  }

  function crowned(c: Context<ServiceEnv>, champion: Champion): Champion {
    c.set('version', champion.version);
    return champion;
  }

  app.openapi(runsRoute, async (c) => {
    const history = await historyOf(c, c.req.valid('param').name);
    return c.json({ runs: (await history.runs()).map(summaryOf) }, 200);
  });

  app.openapi(runRoute, async (c) => {
    const { name, run: id } = c.req.valid('param');
    const runs = await (await historyOf(c, name)).runs();
    const run = runs.find((one) => one.id === id) ?? notFound(`there is no run ${show(id)}`, 'run', id);
    return c.json(run, 200);
  });

  app.openapi(compareRoute, async (c) => {
    const history = await historyOf(c, c.req.valid('param').name);
    const runs = c.req.valid('query').runs?.split(',');
    return c.json({ models: await history.compare({ runs }) }, 200);
  });

  app.openapi(promoteRoute, async (c) => {
    const history = await historyOf(c, c.req.valid('param').name);
    const { data, error } = Promotion.safeParse(parseJson(await c.req.arrayBuffer()));
    if (error)
      throw invalidInput('invalid body', { field: error.issues[0].path.join('.') || undefined, expected: 'run and model, both texts' });
    return c.json(crowned(c, await history.promote(data)), 200);
  });

  app.openapi(rollbackRoute, async (c) => {
    const history = await historyOf(c, c.req.valid('param').name);
    return c.json(crowned(c, await history.rollback()), 200);
  });
}

function summaryOf({ id, startedAt, durationMs, data, metric, models, verdict }: RunRecord) {
  const { challenger, promote: promoted, reason } = verdict;
  const trained = models.map(({ name, type, scores, error }) => ({ name, type, scores, error }));
  return { id, startedAt, durationMs, rows: data.kept, data: data.sha256, metric, models: trained, challenger, promoted, reason };
}

function notFound(message: string, field: string, received: string): never {
  throw new ElementsClusteringError('MODEL_NOT_FOUND', message, { field, received: show(received) });
}
