// The script of a worker thread that works on parts of rows; its other end is createNodeWorkerPool.
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { shardScript } from './shard-host.ts';
import { letErrorsCross } from './worker-errors.ts';

if (parentPort === null) throw new Error('this script is for a worker thread');
parentPort.on('messageerror', (error) => {
  throw error; // uncaught, so that the other side hears of it
});
letErrorsCross();
expose(shardScript, nodeEndpoint(parentPort));
