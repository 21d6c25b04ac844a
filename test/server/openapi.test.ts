import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'vitest';
import { PROBLEM_TYPE } from '../../server/problems.ts';
import { good, post, test } from './service.ts';

type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly requestBody?: { content: Record<string, { example: object }> };
  readonly responses: Record<string, { content: Record<string, object> }>;
};

type Description = {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
};

test('the description is valid OpenAPI 3.1 and names every route', async ({ shared: { url } }) => {
  const description = await good<Description>(fetch(`${url}/openapi.json`));
  expect(await new Validator().validate(description)).toEqual({ valid: true });
  expect(description.openapi).toBe('3.1.0');
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(operations.toSorted()).toEqual([
    'get /health',
    'get /models',
    'get /models/{name}/compare',
    'get /models/{name}/runs',
    'get /models/{name}/runs/{run}',
    'get /requests',
    'post /evaluate',
    'post /fit',
    'post /models/{name}/predict',
    'post /models/{name}/promote',
    'post /models/{name}/rollback',
    'post /models/{name}/similar',
    'post /predict',
    'post /update',
  ]);
  for (const methods of Object.values(description.paths)) {
    for (const { operationId, summary, responses } of Object.values(methods)) {
      expect(operationId).toMatch(/^[a-z]+[A-Za-z]*$/);
      expect(summary).not.toBe('');
      expect(responses.default.content).toHaveProperty([PROBLEM_TYPE]);
    }
  }
});

test('the examples of bodies are answered as they are', async ({ start }) => {
  const { url } = await start();
  const { paths } = await good<Description>(fetch(`${url}/openapi.json`));
  for (const path of ['/fit', '/update', '/predict', '/evaluate']) {
    await good(post(url + path, paths[path].post.requestBody?.content['application/json'].example));
  }
});
