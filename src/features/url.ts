import { foldDigits, MAX_PARTS, shorten } from './text.ts';
import type { Family } from './types.ts';

const ABSOLUTE_OR_ROOTED = /^(?:[a-z][a-z0-9+.-]*:\/\/|\.{0,2}\/(?:\S|$))/i;
const OPAQUE = /^(?:mailto|javascript|data|tel|sms|about|blob|urn|geo|magnet|view-source):\S/i;
const FRAGMENT_OR_QUERY = /^(?:#\S*|\?\S*=\S*)$/;
const HEX_COLOUR = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const FILE = /^\S*[^\s./]\.[a-z][a-z0-9]{1,4}(?:[?#]\S*)?$/i;
// The parts of RFC 3986, appendix B: scheme, authority, path, query, fragment.
const PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(#.*)?$/is;
const EXTENSION = /\.([a-z][a-z0-9]{1,4})$/i;
const MAX_DEPTH = 8;

/**
 * True for what is written like a URL: `scheme://`, `//host`, `/path`, `./`, `../`, `mailto:` and its like, `#fragment` (hex colours
 * excepted), `?query=`, or a file name with an extension. Nothing is resolved or checked: `http://[::1` is one too.
 */
export function isUrl(text: string): boolean {
  if (text[0] === '#') return FRAGMENT_OR_QUERY.test(text) && !HEX_COLOUR.test(text);
  return ABSOLUTE_OR_ROOTED.test(text) || OPAQUE.test(text) || FRAGMENT_OR_QUERY.test(text) || FILE.test(text);
}

/**
 * What a URL says: its kind (scheme, or how it is relative), host, depth, extension and fragment as family `url`; the segments of
 * its path and `?` with the names of its query's parameters as family `segment`, digit runs as 0. Each is given once.
 * Of several URLs in one value (`srcset`) the first counts.
 */
export function urlTokens(text: string, emit: (family: Family, value: string) => void): void {
  const first = ABSOLUTE_OR_ROOTED.test(text) ? text.split(/,?\s/, 1)[0] : text;
  const [, scheme, authority, path, query, fragment] = PARTS.exec(first) as RegExpExecArray;
  const opaque = scheme !== undefined && authority === undefined && path[0] !== '/';
  emit('url', `kind ${kindOf(scheme, authority, path, fragment)}`);
  if (authority !== undefined) emit('url', `host ${shorten(authority.slice(authority.lastIndexOf('@') + 1).toLowerCase())}`);
  if (fragment !== undefined) emit('url', fragment === '#' ? 'fragment empty' : 'fragment');
  const segments = opaque
    ? path.split(/[;,]/, 1)
    : path.split('/', MAX_PARTS).filter((part) => part !== '' && part !== '.' && part !== '..');
  if (!opaque) {
    emit('url', `depth ${Math.min(segments.length, MAX_DEPTH)}`);
    const extension = EXTENSION.exec(path);
    if (extension) emit('url', `extension ${extension[1].toLowerCase()}`);
  }
  const names = (query ?? '').split('&', MAX_PARTS).map((pair) => `?${pair.split('=', 1)[0]}`);
  for (const part of new Set([...segments, ...(query ? names : [])].map((segment) => shorten(foldDigits(segment))))) emit('segment', part);
}

function kindOf(scheme: string | undefined, authority: string | undefined, path: string, fragment: string | undefined): string {
  if (scheme !== undefined) return `${scheme.toLowerCase()}:`;
  if (authority !== undefined) return '//';
  if (path === '') return fragment === undefined ? '?' : '#';
  return /^\.{0,2}\//.exec(path)?.[0] ?? 'relative';
}
