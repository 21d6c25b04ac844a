// The script of a module Web Worker that works on parts of a page's rows; its other end is the option `createWorker`.
import { shardScript } from './adapters/shard-host.ts';
import { serveFromWorker } from './adapters/web-worker-script.ts';

serveFromWorker(shardScript);
