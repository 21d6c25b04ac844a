// A service of its own for each way to record requests; tells its address to the process that started it.
// node bench/request-log-service.ts DATABASE BATCH FOLDER
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../server/app.ts';
import { createChampions } from '../server/champions.ts';
import { createJobs } from '../server/jobs/jobs.ts';
import { createRegistry } from '../server/registry.ts';
import { openRequestLog } from '../server/request-log/open.ts';
import { readLogTarget } from '../server/request-log/target.ts';
import { createFileStore } from '../src/adapters/file-store.ts';
import { ElementsClustering } from '../src/index.ts';
import { createNodeRegistry } from '../src/pipeline.ts';

const [database, batch, folder] = process.argv.slice(2);
const rows = Array.from({ length: 200 }, (_, i) => [i % 7, i % 11, i % 13, i]);
const registry = createRegistry(createFileStore(folder));
await registry.save('default', (await new ElementsClustering({ k: 8 }).fit(rows)).toBytes());
const target = readLogTarget(database);
const requestLog = target && (await openRequestLog(target, { batch: Number(batch) }));
const champions = createChampions(folder, createNodeRegistry());
const app = createApp({ registry, champions, jobs: createJobs(), maxBodyBytes: 2 ** 20, requestLog });
const server = createServer(getRequestListener(app.fetch));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
