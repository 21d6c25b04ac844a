/** A PostgreSQL server of the tests' own, in a temporary folder, which listens on a socket there and nowhere else. */
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

/** PostgreSQL refuses to run as root; Debian's package makes this user. */
const USER = 'postgres';
const HOMES = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql*/bin'];

export interface TestPostgres {
  /** Makes an empty database. */
  createDatabase(): Promise<string>;
  /** Ends the server as a crash does, and resolves when it is gone. */
  crash(): void;
  start(): void;
  remove(): Promise<void>;
}

/** The folder of `initdb` and `pg_ctl`; undefined where PostgreSQL is not installed. */
export function findPostgres(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    ...HOMES.flatMap((home) => globSync(home))
      .toSorted()
      .toReversed(),
  ];
  return folders.find((folder) => globSync(join(folder, '{initdb,pg_ctl}')).length === 2);
}

/** Starts a server, which the caller removes. Throws where PostgreSQL is not installed. */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error('no PostgreSQL was found: install it (Debian, Ubuntu: apt-get install postgresql)');
  const folder = await mkdtemp(join(tmpdir(), 'pg-'));
  if (process.getuid?.() === 0) execFileSync('chown', [USER, folder]);
  await chmod(folder, 0o755);
  const data = join(folder, 'data');

  function run(program: string, ...args: string[]): void {
    const command = [join(bin as string, program), ...args];
    const [file, ...rest] = process.getuid?.() === 0 ? ['runuser', '-u', USER, '--', ...command] : command;
    execFileSync(file, rest, { cwd: folder, stdio: 'ignore' });
  }
  const start = () => run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', `-k ${folder} -c listen_addresses=''`, 'start');
  const crash = () => run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
  const urlOf = (name: string) => `postgres://${USER}@/${name}?host=${encodeURIComponent(folder)}`;

  run('initdb', '-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync');
  start();
  let databases = 0;
  return {
    async createDatabase() {
      databases += 1;
      const client = new pg.Client(urlOf('postgres'));
      await client.connect();
      await client.query(`create database test_${databases}`);
      await client.end();
      return urlOf(`test_${databases}`);
    },
    crash,
    start,
    async remove() {
      crash();
      await rm(folder, { recursive: true });
    },
  };
}
