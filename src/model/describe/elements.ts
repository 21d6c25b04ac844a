import { beginningOf } from '../../features/terms.ts';
import type { FieldKind } from '../../features/types.ts';
import { fitsCss, isIdentifier } from './css.ts';
import type { Tallies } from './tallies.ts';

/** Fields that may hold the tag, the first that does counts; from `tag` on they may hold something else. */
const TAG_FIELDS = ['tagName', 'nodeName', 'localName', 'tag', 'type'];
const TELLING = TAG_FIELDS.indexOf('tag');
/** Share of the records that must have the field, and of these the share that must have a common tag there. */
const NEARLY_ALL = 0.9;
const MOST = 0.5;
const COMMON_TAG =
  /^(?:a|article|aside|b|body|br|button|code|d[dlt]|div|em|fig(?:ure|caption)|footer|form|g|h[1-6]|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|ol|option|p|path|pre|script|section|select|small|span|strong|style|su[bp]|svg|table|tbody|t[dhr]|textarea|thead|time|title|ul|video)$/i;
const ATTRIBUTE =
  /^(?:(?:aria|data)-[\w-]+|(?:stroke|fill|clip|font|text)-[a-z-]+|abbr|accept|accesskey|action|align|alt|async|autocomplete|autofocus|bgcolor|border|cellpadding|cellspacing|charset|checked|class|color|cols|colspan|contenteditable|controls|coords|cx|cy|d|datetime|defer|dir|disabled|download|draggable|enctype|fill|for|frameborder|headers|height|hidden|href|hreflang|id|itemprop|itemscope|itemtype|lang|loading|loop|max|maxlength|media|method|min|multiple|muted|name|nowrap|onclick|open|pattern|placeholder|points|poster|preload|property|r|readonly|rel|required|rev|role|rowspan|rows|rx|ry|scope|selected|shape|size|sizes|span|spellcheck|src|srcset|start|step|stroke|style|summary|tabindex|target|title|transform|type|usemap|valign|value|viewBox|width|wrap|x|x1|x2|y|y1|y2)$/;
/** Attributes whose being there is all that counts: as a property true, as an attribute often ''. */
const SWITCH = /^(?:async|autofocus|checked|controls|defer|disabled|hidden|loop|multiple|muted|open|readonly|required|selected)$/;

/** How records stand for elements. */
export interface ElementFields {
  /** The field that holds the tag. */
  readonly tag: string;
  /** The attribute that a field holds; undefined where it holds none that HTML or SVG knows. */
  attributeOf(field: string): string | undefined;
}

/**
 * Recognises records of elements: nearly all have a tag, most of them a common one, in `tagName`, `nodeName`, `localName`, `tag` or `type`; with the last
 * two names some field must be an attribute besides. `className` and `htmlFor` stand for the attributes of these properties, and `@type` for the
 * attribute beside a tag called `type`.
 */
export function elementFields({ kinds, all }: Tallies): ElementFields | null {
  for (const [i, tag] of TAG_FIELDS.entries()) {
    const field = all.fields.get(tag);
    if (field === undefined || field.present < NEARLY_ALL * all.weight) continue;
    let tags = 0;
    for (const [value, weight] of field.values) if (COMMON_TAG.test(value)) tags += weight;
    const attributeOf = (name: string): string | undefined => (name === tag ? undefined : attributeNamed(name));
    const isTold = i < TELLING || [...kinds.keys()].some((name) => attributeOf(name) !== undefined);
    if (isTold && tags >= MOST * field.present) return { tag, attributeOf };
  }
  return null;
}

function attributeNamed(field: string): string | undefined {
  const names: Readonly<Record<string, string>> = { className: 'class', htmlFor: 'for', '@type': 'type' };
  const name = Object.hasOwn(names, field) ? names[field] : field;
  return ATTRIBUTE.test(name) ? name : undefined;
}

/** A condition on an attribute, as CSS has them. */
export interface Condition {
  readonly attribute: string;
  /** '' for the attribute's being there. */
  readonly operator: '' | '=' | '^=' | '~=';
  readonly value: string;
}

/** The condition that elements meet whose field of this kind has a term of `termsOf`, or is there at all (null). */
export function conditionOf(attribute: string, kind: FieldKind, term: string | null): Condition {
  const there: Condition = { attribute, operator: '', value: '' };
  if (term === null || kind === 'number' || kind === 'text' || !fitsCss(term) || SWITCH.test(attribute)) return there;
  const { text, whole } = beginningOf(kind, term);
  const isWord = kind === 'tokens' || attribute === 'class';
  if (whole) return { attribute, operator: isWord && text !== '' && !/\s/.test(text) ? '~=' : '=', value: text };
  return text === '' || isWord ? there : { attribute, operator: '^=', value: text };
}

/** A condition as a selector writes it, short for classes and ids that are identifiers; `quote` makes a string of a value. */
export function writeCondition({ attribute, operator, value }: Condition, quote: (text: string) => string): string {
  if (attribute === 'class' && operator === '~=' && isIdentifier(value)) return `.${value}`;
  if (attribute === 'id' && operator === '=' && isIdentifier(value)) return `#${value}`;
  return `[${attribute}${operator}${operator && quote(value)}]`;
}
