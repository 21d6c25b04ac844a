import { isIgnored } from './field-paths.ts';
import { isNamedLikeList } from './infer.ts';
import { foldDigits, SHORT_VALUE, shorten, splitList, words } from './text.ts';
import type { EncoderState, FieldKind } from './types.ts';

// The scheme of an opaque URL; `#`; `?`; or scheme, host, dots and slashes, and the first segment with the slash behind it.
const URL_BEGINNING = /^(?:[a-z][a-z0-9+.-]*:(?!\/)|[#?]|(?:[a-z][a-z0-9+.-]*:)?(?:\/\/[^/?#]*)?(?:\.{0,2}\/)*[^/?#]*\/?)/i;

/**
 * The parts of one value as people would name them, each once: what clusters are described by. An empty text is its own term.
 *
 * | kind | terms |
 * |---|---|
 * | tokens | each word |
 * | identifier | the value, digit runs as 0 |
 * | url | how it begins: `https://x.org/radio/`, `/radio/`, `../img/`, `mailto:`, `#` |
 * | text | each word, in lower case, digit runs as 0 |
 * | all others | the value |
 *
 * Terms are at most 64 code units long, see `shorten`.
 */
export function termsOf(kind: FieldKind, text: string): string[] {
  if (text === '') return [''];
  return [...new Set(Array.from(partsOf(kind, text), (part) => shorten(part)))];
}

function partsOf(kind: FieldKind, text: string): Iterable<string> {
  if (kind === 'tokens') return splitList(text);
  if (kind === 'text') return words(text);
  if (kind === 'url') return URL_BEGINNING.exec(text) as RegExpExecArray;
  return [kind === 'identifier' ? foldDigits(text) : text];
}

/**
 * The kind of any field, as an encoder with this state treats it; undefined for fields it does not look at. The presence layout knows no kinds:
 * there fields named like lists hold tokens and all others categories.
 */
export function kindsOf(state: EncoderState): (path: string) => FieldKind | undefined {
  if (state.layout === 'presence') {
    const paths = new Set(state.paths);
    return (path) => (paths.has(path) ? (isNamedLikeList(path) ? 'tokens' : 'category') : undefined);
  }
  const kinds = new Map<string, FieldKind>(state.fields.map(({ path, kind }) => [path, kind]));
  if (state.layout === 'table') return (path) => kinds.get(path);
  return (path) => kinds.get(path) ?? (isIgnored(path, state.ignored) ? undefined : 'category');
}

/**
 * What a value of this kind with this term begins with, and whether that is all of it: what is left where digit runs were made 0, where a URL's
 * end was left out and where a long text was cut by `shorten`.
 */
export function beginningOf(kind: FieldKind, term: string): { readonly text: string; readonly whole: boolean } {
  const cut = term.length === SHORT_VALUE && term[SHORT_VALUE - 9] === '…' ? SHORT_VALUE - 9 : term.length;
  const digit = kind === 'identifier' ? term.indexOf('0') : -1;
  const end = digit < 0 ? cut : Math.min(cut, digit);
  return { text: term.slice(0, end), whole: end === term.length && (kind !== 'url' || term === '') };
}
