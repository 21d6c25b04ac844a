import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { invalidOption, show } from '../core/errors.ts';
import type { EstimatorDefinition } from '../estimators/estimator.ts';

/** A configuration as its file has it, not checked, and the folder that its paths count from. */
export interface LoadedConfig {
  readonly config: unknown;
  readonly folder: string;
}

/**
 * Loads a configuration: the default export of a module (TypeScript or JavaScript), or JSON.
 * @throws `INVALID_OPTION` where it cannot be read.
 */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  const path = resolve(file);
  const folder = dirname(path);
  if (!existsSync(path)) throw invalidOption('config', 'the path of a configuration that is there', file);
  if (!path.endsWith('.json')) return { config: await defaultExport(pathToFileURL(path).href, 'config'), folder };
  try {
    return { config: JSON.parse(await readFile(path, 'utf8')), folder };
  } catch (cause) {
    throw invalidOption('config', `a file of JSON (${(cause as Error).message})`, file);
  }
}

/** The URL of a module: of a path, relative to the folder, or of a package's name. */
export function moduleUrl(name: string, folder: string): string {
  return /^[./]|^[a-z]:[\\/]/i.test(name) ? pathToFileURL(resolve(folder, name)).href : import.meta.resolve(name);
}

/** The definitions of estimators that modules, given by URL, export by default. Throws `INVALID_OPTION`. */
export async function loadEstimators(urls: readonly string[]): Promise<EstimatorDefinition[]> {
  const found: EstimatorDefinition[] = [];
  for (const url of urls) {
    const exported = await defaultExport(url, 'estimators');
    for (const definition of Array.isArray(exported) ? exported : [exported]) {
      if (!isDefinition(definition)) throw invalidOption('estimators', 'modules that export a definition of an estimator by default', url);
      found.push(definition);
    }
  }
  return found;
}

function isDefinition(value: unknown): value is EstimatorDefinition {
  const { type, create, fromBytes, options } = (value ?? {}) as Partial<EstimatorDefinition>;
  return (
    typeof type === 'string' && typeof create === 'function' && typeof fromBytes === 'function' && typeof options?.properties === 'object'
  );
}

async function defaultExport(url: string, option: string): Promise<unknown> {
  let module: { default?: unknown };
  try {
    module = await import(url);
  } catch (cause) {
    throw invalidOption(option, `a module that loads (${(cause as Error).message})`, url);
  }
  if (module.default !== undefined) return module.default;
  throw invalidOption(option, 'a module with a default export', show(Object.keys(module)));
}
