import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { Command, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '../src/core/version.ts';

/** How the service runs. */
export interface Config {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Folder of the models. */
  readonly dataDir: string;
  readonly maxBodyBytes: number;
  readonly fitConcurrency: number;
  readonly fitQueue: number;
  /** Heap of one job; undefined: as Node has it. */
  readonly fitMemoryMb: number | undefined;
  readonly modelCache: number;
  /** Versions kept of those that updates made of a model. */
  readonly keepUpdates: number;
  readonly shutdownSeconds: number;
  /** Where requests are recorded: `none`, the path of a SQLite file, or a URL. */
  readonly logDatabase: string;
  /** Bytes that are recorded of a body. */
  readonly logBodyBytes: number;
  /** Days that records are kept; undefined: for ever. */
  readonly logDays: number | undefined;
  /** Modules of types of estimators that the library has not, for champions of such types. */
  readonly estimators?: readonly string[];
}

const MIB = 2 ** 20;
/** JSON can take this many times the room of its text: `[],[],…` does. */
const JSON_GROWTH = 40;

type Options = Omit<Config, 'logDatabase'> & { readonly logDatabase?: string };

/** Reads flags and, where a flag is missing, environment variables. Prints the help or what is wrong, and ends the process, where asked or needed. */
export function parseConfig(argv: readonly string[]): Config {
  const command = new Command('elements-clustering-server').version(VERSION);
  return readConfig(addConfigOptions(command).parse(argv).opts());
}

/** The configuration that the options of {@link addConfigOptions} give. */
export function readConfig(options: Options): Config {
  return { ...options, logDatabase: options.logDatabase || process.env.DATABASE_URL || join(options.dataDir, 'requests.sqlite') };
}

/** Gives a command the options of the service. */
export function addConfigOptions(command: Command): Command {
  const option = (flags: string, env: string, description: string) => new Option(flags, description).env(env);
  const number = (flags: string, env: string, description: string, least: number, most: number) =>
    option(flags, env, description).argParser(wholeNumber(least, most));
  const bodyLimit = Math.min(64 * MIB, Math.floor(getHeapStatistics().heap_size_limit / JSON_GROWTH));
  return command
    .description(
      'Models over HTTP: fits and serves clusterings, serves the champions of pipelines, keeps every request; reference at /docs.',
    )
    .addOption(option('--host <address>', 'HOST', 'address to listen on').default('127.0.0.1'))
    .addOption(number('--port <number>', 'PORT', 'port to listen on, 0 for any that is free', 0, 65535).default(3000))
    .addOption(option('--data-dir <folder>', 'DATA_DIR', 'folder of the models; one service a folder').default('.elements-clustering'))
    .addOption(number('--max-body-bytes <number>', 'MAX_BODY_BYTES', 'longest request body', 1, 256 * MIB).default(bodyLimit))
    .addOption(number('--fit-concurrency <number>', 'FIT_CONCURRENCY', 'fits, updates and evaluations at once', 1, 64).default(1))
    .addOption(number('--fit-queue <number>', 'FIT_QUEUE', 'of those, how many may wait; more are turned away', 0, 1000).default(4))
    .addOption(number('--fit-memory-mb <number>', 'FIT_MEMORY_MB', 'heap of each in MiB (default: as Node has it)', 64, 2 ** 20))
    .addOption(number('--model-cache <number>', 'MODEL_CACHE', 'models kept loaded', 1, 10_000).default(16))
    .addOption(number('--keep-updates <number>', 'KEEP_UPDATES', 'versions kept that updates made of a model', 2, 10_000).default(10))
    .addOption(number('--shutdown-seconds <number>', 'SHUTDOWN_SECONDS', 'time for running requests after SIGTERM', 0, 3600).default(10))
    .addOption(
      option(
        '--log-database <place>',
        'LOG_DATABASE',
        'where requests are recorded: the path of a SQLite file, a postgres:// URL, or none (default: DATABASE_URL, else requests.sqlite in the data folder)',
      ),
    )
    .addOption(number('--log-body-bytes <number>', 'LOG_BODY_BYTES', 'bytes recorded of a body', 0, MIB).default(64 * 1024))
    .addOption(number('--log-days <number>', 'LOG_DAYS', 'days that records are kept (default: for ever)', 1, 36_500))
    .addOption(
      option('--estimators <modules...>', 'ESTIMATORS', 'modules of more types of estimators').argParser(listed).default([], 'none'),
    );
}

/** Modules given one by one, or several with commas between them as an environment variable has them. */
export function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').filter((part) => part !== '')];
}

/** Reads whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}
