import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createFileStore } from '../src/adapters/file-store.ts';
import { createNodeRegistry, loadEstimators, moduleUrl } from '../src/pipeline.ts';
import { createApp } from './app.ts';
import { createChampions } from './champions.ts';
import type { Config } from './config.ts';
import { createJobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';
import { problem, problemResponse } from './problems.ts';
import { createRegistry } from './registry.ts';
import { nameOfTarget, openRequestLog } from './request-log/open.ts';
import { readLogTarget } from './request-log/target.ts';

export interface RunningService {
  readonly url: string;
  /** Where requests are recorded, without any password; undefined where they are not. */
  readonly logDatabase: string | undefined;
  /** Takes no more requests, lets running ones end within the configured time, then stops their jobs. Resolves when all is over and recorded. */
  close(): Promise<void>;
}

/** Milliseconds that the answers to stopped jobs have to reach their clients. */
const LAST_WORDS = 1000;

/** Milliseconds that an idle connection is kept: more than the minute after which the usual proxies stop using theirs. */
const KEEP_ALIVE = 75_000;

/** Starts the service on a folder of models. Throws when the folder cannot be read, the log not be written or the address not be listened on. */
export async function startService(config: Config, log: Log): Promise<RunningService> {
  const registry = createRegistry(createFileStore(config.dataDir), { cacheSize: config.modelCache, keepUpdates: config.keepUpdates });
  await registry.list();
  const modules = (config.estimators ?? []).map((name) => moduleUrl(name, process.cwd()));
  const champions = createChampions(config.dataDir, createNodeRegistry(await loadEstimators(modules)), { cacheSize: config.modelCache });
  const target = readLogTarget(config.logDatabase);
  const requestLog = target && (await openRequestLog(target, { days: config.logDays, log }));
  const jobs = createJobs({ concurrency: config.fitConcurrency, queue: config.fitQueue, memoryMb: config.fitMemoryMb });
  const { maxBodyBytes, logBodyBytes } = config;
  const app = createApp({ registry, jobs, champions, maxBodyBytes, requestLog, logBodyBytes, log });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, getRequestListener(app.fetch, { errorHandler: malformed }));
  server.on('request', (_, response) => {
    response.on('close', () => server.listening || server.closeIdleConnections()); // clients keep theirs open for more requests
  });
  server.listen(config.port, config.host);
  await once(server, 'listening').catch(async (error) => {
    await requestLog?.close();
    throw error;
  });

  return {
    url: urlOf(server.address() as AddressInfo),
    logDatabase: target && (await nameOfTarget(target)),
    async close() {
      const closed = once(server, 'close');
      server.close();
      const timer = setTimeout(async () => {
        await jobs.close();
        setTimeout(() => server.closeAllConnections(), LAST_WORDS).unref();
      }, config.shutdownSeconds * 1000);
      await closed;
      clearTimeout(timer);
      await jobs.close();
      await requestLog?.close();
    },
  };
}

/** For requests that never reach the app: their host and target make no URL. */
function malformed(error: unknown): Response {
  return problemResponse(problem('MALFORMED_REQUEST', `the request has no valid URL: ${(error as Error).message}`));
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
