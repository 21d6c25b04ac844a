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
export function tokenise(field: TokenFieldState, leaf: Leaf, emit: TokenSink): void {
  const knots = field.kind === 'number' ? (field.knots ?? []) : [];
  const number = knots.length > 0 && typeof leaf !== 'object' ? toNumber(leaf) : undefined;
  if (typeof leaf === 'object') emitAll('token', leaf, emit);
  else if (number !== undefined) share(knots, number, (knot, part) => emit('number', String(knots[knot]), part));
  else tokeniseText(field, String(leaf), emit);
}

function tokeniseText({ kind, common }: TokenFieldState, text: string, emit: TokenSink): void {
  if (text === '') emit('value', '');
  else if (kind === 'tokens') emitAll('token', splitList(text), emit);
  else if (kind === 'url' && (isUrl(text) || !/\s/.test(text))) urlTokens(text, emit);
  else if (kind === 'identifier') emit('identifier', shorten(foldDigits(text)));
  else if (kind === 'category' && common) emit('tag', shorten(text));
  else if (kind !== 'text' || text.length <= SHORT_VALUE) emit('value', shorten(text));
  if (kind === 'text') emitAll('word', words(text), emit);
  const shaped = kind === 'text' || kind === 'identifier' || (kind === 'category' && !common);
  if (shaped && text !== '') {
    emit('shape', `length ${lengthBucket(text)}`);
    emit('shape', `pattern ${shape(text)}`);
  }
}

/** Emits each part once, those shortened to the same once too. */
function emitAll(family: Family, parts: Iterable<string>, emit: TokenSink): void {
  const seen = new Set<string>();
  for (const part of parts) seen.add(shorten(part));
  for (const part of seen) emit(family, part);
}
