/** Identifiers of CSS that need no escape; parsers that are not a browser's often know none. */
const PLAIN = /^(?:--|-?[_a-z\u0080-\uffff])[\w\u0080-\uffff-]*$/i;

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
