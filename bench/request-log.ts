// What does recording every request cost? Requests a second of /predict with the log, as a share of those without it, measured in turn.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startPostgres } from '../test/server/postgres.ts';
import { loadAverage } from './machine.ts';
import { medianOf } from './measure.ts';
import { toText } from './report.ts';

interface Contender {
  readonly name: string;
  readonly database: string;
  /** Most requests of one transaction. */
  readonly batch: number;
}

interface Running extends Contender {
  readonly process: ChildProcess;
  readonly port: number;
  readonly perSecond: number[];
}

const program = new Command('node bench/request-log.ts')
  .option('--rounds <n>', 'measured rounds, after one that warms up', '7')
  .option('--seconds <n>', 'of each contender in each round', '1.5')
  .option('--clients <counts>', 'clients that each wait for their answer', '1,32')
  .parse();
const options = program.opts<{ rounds: string; seconds: string; clients: string }>();

/** About 1.5 kB, as many requests are. */
const BODY = JSON.stringify({ data: Array.from({ length: 75 }, (_, i) => [i % 7, i % 11, 1234.5 + i, 100_000 + i]) });

const folder = await mkdtemp(join(tmpdir(), 'request-log-'));
const postgres = await startPostgres();
const contenders: Contender[] = [
  { name: 'no log', database: 'none', batch: 1 },
  { name: 'SQLite, group commit', database: join(folder, 'group.sqlite'), batch: 500 },
  { name: 'SQLite, one by one', database: join(folder, 'single.sqlite'), batch: 1 },
  { name: 'PostgreSQL, group commit', database: await postgres.createDatabase(), batch: 500 },
  { name: 'PostgreSQL, one by one', database: await postgres.createDatabase(), batch: 1 },
];

const rows: string[][] = [];
try {
  for (const clients of options.clients.split(',').map(Number)) {
    const running = await Promise.all(contenders.map(start));
    for (let round = 0; round <= Number(options.rounds); round++) {
      for (const one of running) {
        const perSecond = await load(one.port, clients, Number(options.seconds) * 1000);
        if (round > 0) one.perSecond.push(perSecond);
      }
    }
    for (const one of running) one.process.kill();
    const [without] = running;
    for (const { name, perSecond } of running.slice(1)) {
      const shares = perSecond.map((value, round) => value / without.perSecond[round]).toSorted((a, b) => a - b);
      rows.push([String(clients), name, medianOf(shares).toFixed(2), `${shares[0].toFixed(2)} to ${(shares.at(-1) as number).toFixed(2)}`]);
    }
  }
} finally {
  await postgres.remove();
  await rm(folder, { recursive: true });
}
const about = `POST /predict, ${BODY.length} bytes of body, ${options.rounds} rounds of ${options.seconds} s each; clients, service and database share the machine.`;
const head = ['clients', 'log', 'requests/s, without a log = 1', 'rounds'];
console.log(toText({ title: 'Requests a second with the log', about, head, rows, summary: [`load average at the end: ${loadAverage()}`] }));

async function start(contender: Contender): Promise<Running> {
  const { database, batch, name } = contender;
  const script = new URL('./request-log-service.ts', import.meta.url);
  const child = fork(script, [database, String(batch), join(folder, name)]);
  const [port] = await once(child, 'message');
  return { ...contender, process: child, port, perSecond: [] };
}

/** Requests a second that a number of clients get answered, each of whom sends the next when the last was answered. */
async function load(port: number, clients: number, ms: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const begin = performance.now();
  let answered = 0;
  async function ask(): Promise<void> {
    while (performance.now() - begin < ms) {
      const status = await predict(port, agent);
      if (status !== 200) throw new Error(`the service answered ${status}`);
      answered += 1;
    }
  }
  await Promise.all(Array.from({ length: clients }, ask));
  agent.destroy();
  return (answered / (performance.now() - begin)) * 1000;
}

function predict(port: number, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(BODY) };
    const asking = request({ port, host: '127.0.0.1', path: '/predict', method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    asking.on('error', reject).end(BODY);
  });
}
