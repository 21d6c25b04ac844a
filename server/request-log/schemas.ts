import { z } from '@hono/zod-openapi';

const LoggedBody = z
  .strictObject({
    bytes: z.int().nullable().meta({ description: 'Length of the whole body; null where it was refused unread and did not tell.' }),
    body: z.string().nullable().optional().meta({ description: 'What was kept. Null: nothing. Missing: bodies were not asked for.' }),
    encoding: z.enum(['utf8', 'base64']).meta({ description: 'base64: the bytes are no UTF-8, or contain NUL.' }),
    json: z.boolean().meta({ description: 'All of it was kept and is JSON.' }),
    truncated: z.boolean().meta({ description: 'Not all of it was kept.' }),
  })
  .openapi('LoggedBody');

const LoggedRequest = z
  .strictObject({
    id: z.uuid().meta({ description: 'X-Request-Id of the answer; sorts by time.' }),
    clientRequestId: z.string().nullable().meta({ description: 'X-Request-Id of the request, where it is well formed.' }),
    time: z.iso.datetime().meta({ description: 'When it arrived.' }),
    durationMs: z.number().meta({ description: 'Until the answer was ready to be recorded.' }),
    method: z.string(),
    path: z.string().meta({ description: 'With the query.' }),
    route: z.string().nullable().meta({ description: 'Null where there is no such route.' }),
    model: z.string().nullable(),
    version: z.int().nullable(),
    status: z.int().meta({ description: '499: the client left before there was an answer.' }),
    code: z.string().nullable().meta({ description: 'Code of the problem, where the answer is one.' }),
    contentType: z.string().nullable(),
    userAgent: z.string().nullable(),
    request: LoggedBody,
    response: LoggedBody,
  })
  .openapi('LoggedRequest');

export const RequestPage = z
  .strictObject({
    requests: z.array(LoggedRequest).meta({ description: 'Newest first; at most as many as were asked for.' }),
    nextCursor: z.uuid().nullable().meta({ description: 'For the next, older page; null on the last one.' }),
  })
  .openapi('RequestPage');
