import type { DefaultTreeAdapterTypes } from 'parse5';
import { parse } from 'parse5';
import { roleOf } from './role.ts';

type Element = DefaultTreeAdapterTypes.Element;

/** One harvested element: its record and its structural role. */
export interface Harvested {
  readonly record: Readonly<Record<string, string>>;
  readonly role: string;
}

/** Left out with all they contain: no box on the page, or a mere break in it. */
const skippedTags = new Set('base br hr link meta noscript script style template title wbr'.split(' '));

/** Of the elements without any attribute every n-th is kept: their record is the tag alone. */
const keepBareEvery = 25;

/**
 * The elements of a page's body in document order, `body` itself not among them. Left out are `skippedTags`, `span` inside
 * `pre` (coloured program text), and all but every 25th element without attributes.
 */
export function pageElements(site: string, html: Uint8Array): Harvested[] {
  const found: Harvested[] = [];
  let bare = 0;
  const visit = (element: Element, ancestors: readonly Element[]): void => {
    const isText = element.tagName === 'span' && ancestors.some((ancestor) => ancestor.tagName === 'pre');
    const isKept = element.attrs.length > 0 || ++bare % keepBareEvery === 0;
    if (isKept && !isText) found.push({ record: recordOf(element), role: roleOf(site, element, ancestors) });
    for (const child of childElements(element)) visit(child, [element, ...ancestors]);
  };
  const root = childElements(parse(decode(html))).find((element) => element.tagName === 'html');
  const body = root && childElements(root).find((element) => element.tagName === 'body');
  if (body) for (const child of childElements(body)) visit(child, [body]);
  return found;
}

/** Tag as `type`, then the attributes as written; an attribute that is itself called `type` becomes `@type`. */
function recordOf(element: Element): Record<string, string> {
  const attributes = element.attrs.map(({ prefix, name, value }) => {
    const written = prefix ? `${prefix}:${name}` : name;
    return [written === 'type' ? '@type' : written, value];
  });
  return Object.fromEntries([['type', element.tagName], ...attributes]);
}

function childElements(node: DefaultTreeAdapterTypes.ParentNode): Element[] {
  return node.childNodes.filter((child): child is Element => 'tagName' in child && !skippedTags.has(child.tagName));
}

/** Bytes to text in the encoding that the page's first 1,024 bytes declare, UTF-8 where they declare none. */
function decode(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const declared = /charset\s*=\s*["']?([\w-]+)/i.exec(start);
  return new TextDecoder(declared?.[1] ?? 'utf-8').decode(bytes);
}
