/** A process that opens a log and appends to it: `node append-process.ts DATABASE COUNT`. */
import { openRequestLog } from '../../server/request-log/open.ts';
import { newRequestId } from '../../server/request-log/request-id.ts';
import { type LogTarget, readLogTarget } from '../../server/request-log/target.ts';

const [database, count] = process.argv.slice(2);
const log = await openRequestLog(readLogTarget(database) as LogTarget);
const none = { bytes: 0, kept: null, truncated: false };
for (let i = 0; i < Number(count); i++) {
  await log.append({
    id: newRequestId(Date.now()),
    clientRequestId: null,
    method: 'GET',
    path: '/health',
    route: '/health',
    model: null,
    version: null,
    status: 200,
    code: null,
    durationMicros: 1,
    contentType: null,
    userAgent: null,
    request: none,
    response: none,
  });
}
await log.close();
