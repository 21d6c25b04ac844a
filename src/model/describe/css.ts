/**
 * Identifiers of CSS that need no escape; parsers that are not a browser's often know none. Beyond ASCII the characters that CSS Syntax 3 still lets
 * stand in one: no controls, spaces or punctuation.
 */
const LETTERS = String.raw`\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{10ffff}`;
const PLAIN = new RegExp(`^(?:--|-?[_a-zA-Z${LETTERS}])[-_a-zA-Z0-9${LETTERS}]*$`, 'u');

/** Whether a text can stand in a selector as an identifier, just as it is. */
export function isIdentifier(text: string): boolean {
  return PLAIN.test(text);
}

/** A text as a string of CSS, in the quotes that it does not hold itself, if there are such; control characters and the like escaped. */
export function cssString(text: string): string {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  const escaped = text.replace(/["'\\\p{Cc}]/gu, (one) => {
    if (one === quote || one === '\\') return `\\${one}`;
    return /\p{Cc}/u.test(one) ? `\\${one.charCodeAt(0).toString(16)} ` : one;
  });
  return quote + escaped + quote;
}

/** Whether a selector can hold a text as it is: its parser turns NUL and lone surrogates into something else. */
export function fitsCss(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}
