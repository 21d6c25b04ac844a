import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createFileStore } from '../src/adapters/file-store.ts';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { createRegistry } from './registry.ts';
import { createTrainer } from './trainer.ts';

export interface RunningService {
  readonly url: string;
  /** Takes no more requests, lets running ones end within the configured time, then stops their fits. Resolves when all is over. */
  close(): Promise<void>;
}

/** Milliseconds that the answers to stopped fits have to reach their clients. */
const LAST_WORDS = 1000;

/** Starts the service on a folder of models. Throws when the folder cannot be read or the address cannot be listened on. */
export async function startService(config: Config, log: Log): Promise<RunningService> {
  const registry = createRegistry(createFileStore(config.dataDir), { cacheSize: config.modelCache });
  await registry.list();
  const trainer = createTrainer({ concurrency: config.fitConcurrency, queue: config.fitQueue, memoryMb: config.fitMemoryMb });
  const app = createApp({ registry, trainer, maxBodyBytes: config.maxBodyBytes, log });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.on('request', (_, response) => {
    response.on('close', () => server.listening || server.closeIdleConnections()); // clients keep theirs open for more requests
  });
  server.listen(config.port, config.host);
  await once(server, 'listening');

  return {
    url: urlOf(server.address() as AddressInfo),
    async close() {
      const closed = once(server, 'close');
      server.close();
      const timer = setTimeout(async () => {
        await trainer.close();
        setTimeout(() => server.closeAllConnections(), LAST_WORDS).unref();
      }, config.shutdownSeconds * 1000);
      await closed;
      clearTimeout(timer);
      await trainer.close();
    },
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
