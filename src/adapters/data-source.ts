import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Options, parse } from 'csv-parse';
import { invalidInput, invalidOption } from '../core/errors.ts';
import type { RawData } from '../pipeline/clean.ts';
import type { DataSource } from '../pipeline/config.ts';

const URL_START = /^https?:\/\//i;

/**
 * Reads rows of a file or an http(s) URL. CSV has a first line of names, and its values are texts; an empty one is missing.
 * @param folder that a file's relative path counts from
 * @throws `INVALID_INPUT` where it cannot be read or is no such format as a whole; single lines that are not are counted.
 */
export async function readSource({ from, format, delimiter }: DataSource, folder: string, signal?: AbortSignal): Promise<RawData> {
  const kind = format ?? formatOf(from);
  const text = await readText(from, folder, signal);
  if (kind === 'csv') return { source: from, ...(await readCsv(text, delimiter)) };
  if (kind === 'json') return { source: from, rows: readJson(text, from), unreadable: 0 };
  return { source: from, ...readLines(text) };
}

function formatOf(from: string): NonNullable<DataSource['format']> {
  const path = URL_START.test(from) ? new URL(from).pathname : from;
  const [, ending] = /\.(\w+)$/.exec(path.toLowerCase()) ?? [];
  if (ending === 'csv' || ending === 'json') return ending;
  if (ending === 'ndjson' || ending === 'jsonl') return 'ndjson';
  throw invalidOption('data.format', 'csv, json or ndjson, where the name does not end in .csv, .json, .ndjson or .jsonl', from);
}

async function readText(from: string, folder: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    if (!URL_START.test(from)) return await readFile(resolve(folder, from), { encoding: 'utf8', signal });
    const response = await fetch(from, { signal });
    if (!response.ok) throw new Error(`the answer was ${response.status} ${response.statusText}`);
    return await response.text();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw invalidInput('the data cannot be read', {
      field: 'data',
      expected: 'a file or URL',
      received: `${from}: ${(cause as Error).message}`,
    });
  }
}

async function readCsv(text: string, delimiter: string | undefined): Promise<Omit<RawData, 'source'>> {
  let unreadable = 0;
  const options: Options = {
    bom: true,
    columns: true,
    delimiter,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: () => void unreadable++,
  };
  return new Promise((resolve, reject) => {
    parse(text, options, (error, rows) => (error ? reject(error) : resolve({ rows, unreadable })));
  });
}

function readJson(text: string, from: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalidInput('the data is no JSON', {
      field: 'data',
      expected: 'an array of records',
      received: `${from}: ${(cause as Error).message}`,
    });
  }
  if (Array.isArray(value)) return value;
  throw invalidInput('the data is no table', { field: 'data', expected: 'an array of records', received: from });
}

function readLines(text: string): Omit<RawData, 'source'> {
  const rows: unknown[] = [];
  let unreadable = 0;
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    if (line.trim() === '') continue;
    try {
      rows.push(JSON.parse(line));
    } catch {
      unreadable++;
    }
  }
  return { rows, unreadable };
}
