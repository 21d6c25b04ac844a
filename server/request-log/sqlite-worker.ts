// The script of a thread that owns a connection to the log's SQLite file, whose every call blocks; its other end is createSqliteStore.
import { parentPort, workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { migrate } from './migrations.ts';
import { createSqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';
import type { SqliteRole } from './sqlite-store.ts';

if (parentPort === null) throw new Error('this script is for a worker thread');
const { file, role } = workerData as { file: string; role: SqliteRole };
const database = openSqlite(file);
if (role === 'writer') await migrate(database, 'text');
expose(createSqlStore(database), nodeEndpoint(parentPort));
