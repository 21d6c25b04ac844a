/** The service for tests: in this process over real HTTP, or as the process that users start. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, expect } from 'vitest';
import type { Config } from '../../server/config.ts';
import type { Log } from '../../server/log.ts';
import type { Problem, ProblemCode } from '../../server/problems.ts';
import { startService } from '../../server/start.ts';
import { createRandom } from '../../src/core/random.ts';

/** What a service says of itself, line by line. */
export interface Journal {
  readonly log: Log;
  readonly messages: string[];
  /** Resolves when the message has come `count` times. */
  until(message: string, count?: number): Promise<void>;
}

export interface TestService {
  readonly url: string;
  readonly logDatabase: string | undefined;
  readonly journal: Journal;
  close(): Promise<void>;
}

/** A process of the service; `exit` resolves to its exit code and signal once it and all that it started are gone. */
export interface TestProcess extends TestService {
  readonly exit: Promise<[code: number | null, signal: string | null]>;
  readonly pid: number;
}

export function createJournal(): Journal {
  const messages: string[] = [];
  const heard = new EventEmitter();
  return {
    messages,
    log: (_, message) => {
      messages.push(message);
      heard.emit('message');
    },
    async until(message, count = 1) {
      while (messages.filter((one) => one === message).length < count) await once(heard, 'message');
    },
  };
}

const DEFAULTS: Config = {
  host: '127.0.0.1',
  port: 0,
  dataDir: '',
  maxBodyBytes: 2 ** 20,
  fitConcurrency: 1,
  fitQueue: 4,
  fitMemoryMb: undefined,
  modelCache: 16,
  keepUpdates: 10,
  shutdownSeconds: 0,
  logDatabase: '',
  logBodyBytes: 65_536,
  logDays: undefined,
};

/**
 * `folder`: a new one, removed afterwards. `start`: a service of this process over that folder, closed afterwards. `run`: the same as a process.
 * `shared`: one service for all tests of the file, with version 1 of a model of {@link GROUPS}.
 */
export const test = base.extend<{
  shared: TestService;
  folder: string;
  start: (config?: Partial<Config>) => Promise<TestService>;
  run: (...flags: string[]) => Promise<TestProcess>;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures a fixture uses from this pattern
  folder: async ({}, use) => withFolder(use),
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: the same
    async ({}, use) =>
      withFolder(async (folder) => {
        const service = await startHere({ dataDir: folder });
        await good(post(`${service.url}/fit`, { data: GROUPS, options: { k: 3 } }));
        await use(service);
        await service.close();
      }),
    { scope: 'file' },
  ],
  start: async ({ folder }, use) => {
    const started: TestService[] = [];
    await use(async (config) => {
      const service = await startHere({ dataDir: folder, ...config });
      started.push(service);
      return service;
    });
    await Promise.all(started.map((service) => service.close()));
  },
  run: async ({ folder }, use) => {
    const started: TestProcess[] = [];
    await use(async (...flags) => {
      const service = await startProcess(['--port', '0', '--data-dir', folder, ...flags]);
      started.push(service);
      return service;
    });
    await Promise.all(started.map((service) => service.close()));
  },
});

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'service-'));
  await use(folder);
  await rm(folder, { recursive: true });
}

async function startHere(config: Partial<Config>): Promise<TestService> {
  const journal = createJournal();
  const logDatabase = join(config.dataDir as string, 'requests.sqlite');
  return { ...(await startService({ ...DEFAULTS, logDatabase, ...config }, journal.log)), journal };
}

const MAIN = join(import.meta.dirname, '../../server/main.ts');

/** Starts the service as a process, which the caller ends. */
export async function startProcess(flags: string[], command: readonly string[] = [MAIN]): Promise<TestProcess> {
  // detached: a process group of its own, to which tests can send what Ctrl-C sends
  const child = spawn(process.execPath, [...command, ...flags], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const journal = createJournal();
  const exit = once(child, 'close') as TestProcess['exit'];
  const listening = Promise.withResolvers<{ url: string; logDatabase?: string }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { level, message, ...facts } = JSON.parse(line);
    if (message === 'listening') listening.resolve(facts);
    journal.log(level, message);
  });
  const { url, logDatabase } = await Promise.race([
    listening.promise,
    exit.then(([code]) => Promise.reject(new Error(`ended with code ${code}`))),
  ]);
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exit;
  };
  return { url, logDatabase, journal, exit, pid: child.pid as number, close };
}

/** Rows of numbers without any clusters, in which k-means goes on for long. */
export function noise(rows: number, columns: number): number[][] {
  const random = createRandom(1);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.next()));
}

/** A body of `/fit` that keeps it busy for an hour or more. */
export function endlessFit(): object {
  return { data: noise(2000, 16), options: { k: 200, nInit: 10_000, tolerance: 0, maxIterations: 1_000_000 } };
}

/** Three groups, far from each other. */
export const GROUPS = [
  [0, 0],
  [0, 1],
  [50, 50],
  [50, 51],
  [0, 99],
  [1, 99],
];

/** Posts JSON as clients of tutorials do. */
export async function post(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), ...init });
}

/** The answer's JSON, which must be good. */
export async function good<T = Record<string, unknown>>(answer: Response | Promise<Response>): Promise<T> {
  const response = await answer;
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
  return body as T;
}

/** The answer's problem, which must be one of this status and code, and say nothing of the service's inside. */
export async function bad(answer: Response | Promise<Response>, status: number, code: ProblemCode): Promise<Problem> {
  const response = await answer;
  const text = await response.text();
  expect(response.headers.get('Content-Type'), text).toBe('application/problem+json');
  const problem = JSON.parse(text) as Problem;
  expect(problem).toMatchObject({ type: 'about:blank', status, code, title: expect.any(String), detail: expect.any(String) });
  expect(response.status).toBe(status);
  expect(text).not.toMatch(/node_modules|\.ts\b|file:\/\//);
  return problem;
}

/** The `/predict` answer for bare rows. */
export async function predictions(service: TestService, rows: unknown): Promise<{ predictions: number[]; model: string; version: number }> {
  return good(post(`${service.url}/predict`, rows));
}
