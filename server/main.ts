#!/usr/bin/env node
/** Runs the service until SIGTERM or SIGINT. Nothing is imported before the check of Node's version: the rest may need what an old one lacks. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18) || major === 23) {
  console.error(`The elements-clustering service needs Node 22.18, or 24 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const { parseConfig } = await import('./config.ts');
const { jsonLog } = await import('./log.ts');
const { startService } = await import('./start.ts');

const config = parseConfig(process.argv);
try {
  const service = await startService(config, jsonLog);
  jsonLog('info', 'listening', { url: service.url, dataDir: config.dataDir, logDatabase: service.logDatabase });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      jsonLog('info', 'stopping', { signal });
      await service.close();
      process.exit(0);
    });
  }
} catch (error) {
  console.error(`The service cannot start: ${(error as Error).message}`);
  process.exit(1);
}

export {};
