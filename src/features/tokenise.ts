import type { Leaf } from './flatten.ts';
import { share, toNumber } from './numbers.ts';
import { foldDigits, lengthBucket, SHORT_VALUE, shape, shorten, splitList, words } from './text.ts';
import type { Family, TokenFieldState } from './types.ts';
import { isUrl, urlTokens } from './url.ts';

/** Takes a token of a value; `part` (default 1) is its share of the family's weight. */
export type TokenSink = (family: Family, value: string, part?: number) => void;

/**
 * The tokens of one value, each once. A value that does not fit the kind of its field gives a `value` token.
 *
 * | kind | tokens |
 * |---|---|
 * | number | `number`: the two nearest knots, by nearness |
 * | boolean | `value` |
 * | category | `tag` where (nearly) every record has the field; otherwise `value` and `shape` |
 * | tokens, and any list | `token`: each word or item |
 * | identifier | `identifier`: digit runs as 0; `shape` |
 * | url | `url`, `segment` |
 * | text | `word`, `shape`; `value` up to 64 code units |
 */
export function tokenise({ kind, common, knots }: TokenFieldState, leaf: Leaf, emit: TokenSink): void {
  if (typeof leaf === 'object') return emitAll('token', leaf, emit);
  if (kind === 'number' && knots !== undefined && knots.length > 0) {
    const number = toNumber(leaf);
    if (number !== undefined) return share(knots, number, (knot, part) => emit('number', String(knots[knot]), part));
  }
  const text = String(leaf);
  if (text === '') return emit('value', '');
  switch (kind) {
    case 'tokens':
      return emitAll('token', splitList(text), emit);
    case 'url':
      return isUrl(text) || !/\s/.test(text) ? urlTokens(text, emit) : emit('value', shorten(text));
    case 'identifier':
      emit('identifier', shorten(foldDigits(text)));
      return emitShape(text, emit);
    case 'text':
      if (text.length <= SHORT_VALUE) emit('value', text);
      for (const word of words(text)) emit('word', word);
      return emitShape(text, emit);
    case 'category':
      if (common) return emit('tag', shorten(text));
      emit('value', shorten(text));
      return emitShape(text, emit);
    default:
      emit('value', shorten(text));
  }
}

function emitAll(family: Family, parts: Iterable<string>, emit: TokenSink): void {
  for (const part of new Set([...parts].map((one) => shorten(one)))) emit(family, part);
}

function emitShape(text: string, emit: TokenSink): void {
  emit('shape', `length ${lengthBucket(text)}`);
  emit('shape', `pattern ${shape(text)}`);
}
