import type { Config } from './config.ts';
import { jsonLog } from './log.ts';
import { startService } from './start.ts';

/** Runs the service in this process until SIGTERM or SIGINT; where it cannot start, says why and ends the process. */
export async function serve(config: Config): Promise<void> {
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
}
