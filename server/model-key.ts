import { ElementsClusteringError, show } from '../src/core/errors.ts';
import { checkModelName } from '../src/core/names.ts';

/** Leaves room for `@` and a version within the longest name that a store takes. */
const LONGEST = 100;
const KEY = /^([^@]+)@([1-9]\d*)(-updated)?$/;

/** One version of a model. */
export interface ModelVersion {
  readonly version: number;
  /** Whether an update of the version before made it, not a fit. */
  readonly updated: boolean;
}

/** The model that requests mean when they name none. */
export const DEFAULT_MODEL = 'default';

/**
 * Returns the name when a model may be served under it: a name that stores take, of at most 100 characters and without `@`.
 * @throws `INVALID_NAME` naming what was expected.
 */
export function checkServedName(name: unknown): string {
  const checked = checkModelName(name);
  if (!checked.includes('@') && checked.length <= LONGEST) return checked;
  const expected = `at most ${LONGEST} characters, none of them @`;
  const received = show(name);
  const message = `invalid model name: expected ${expected}, received ${received}`;
  throw new ElementsClusteringError('INVALID_NAME', message, { field: 'model', expected, received });
}

/** The name in the store of one version of a model: `shop@3`, or `shop@4-updated`. */
export function keyOf(model: string, { version, updated }: ModelVersion): string {
  return `${checkServedName(model)}@${version}${updated ? '-updated' : ''}`;
}

/** The model and version that a name in the store means; undefined for names that are none of the service's. */
export function parseKey(key: string): (ModelVersion & { readonly model: string }) | undefined {
  const [, model, digits, updated] = KEY.exec(key) ?? [];
  const version = Number(digits);
  return model !== undefined && Number.isSafeInteger(version) ? { model, version, updated: updated !== undefined } : undefined;
}
