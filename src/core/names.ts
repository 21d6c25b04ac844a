import { ElementsClusteringError, show } from './errors.ts';

const ALLOWED = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/;
/** Names that Windows keeps for devices, whatever extension follows. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Whether a value may name a model in a store, so that the same name works in IndexedDB and as a file on every system:
 *
 * - 1 to 128 characters of `A`–`Z`, `a`–`z`, `0`–`9`, `.`, `_`, `-` and `@`, the first one a letter or a digit;
 * - no `.` at the end;
 * - no device name of Windows (`con`, `prn`, `aux`, `nul`, `com0`–`com9`, `lpt0`–`lpt9`), in any case, with or without an extension.
 *
 * Case counts: `Shop` and `shop` are two names.
 */
export function isModelName(name: unknown): name is string {
  return wanted(name) === undefined;
}

/**
 * Returns the name when it may name a model; see {@link isModelName} for the rule.
 * Throws `INVALID_NAME` otherwise, with `details.expected` naming the part of the rule that was broken.
 */
export function checkModelName(name: unknown): string {
  const expected = wanted(name);
  if (expected === undefined) return name as string;
  const received = show(name);
  throw new ElementsClusteringError('INVALID_NAME', `invalid model name: expected ${expected}, received ${received}`, {
    expected,
    received,
  });
}

/** What a value that cannot name a model should have been; undefined where it can. */
function wanted(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'a string';
  if (!ALLOWED.test(name)) return '1 to 128 characters of A-Z a-z 0-9 . _ - @, the first one a letter or a digit';
  if (name.endsWith('.')) return 'no dot at the end';
  if (RESERVED.test(name)) return 'a name that Windows does not reserve for a device';
  return undefined;
}
