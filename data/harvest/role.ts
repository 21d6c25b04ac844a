import type { DefaultTreeAdapterTypes } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;

/** Text-level elements: they dress words, they do not build the page. */
const inlineTags = new Set(
  'abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strong sub sup tt u var'.split(' '),
);

/** Words in class names that tell a state or a position in a row, not what an element is for. */
const stateWords = new Set('active closed collapsed current disabled even expanded first hidden last odd open selected visited'.split(' '));

/**
 * The structural role of an element: `site: element < parent < grandparent`, each as tag and classes (`li.menu.item`),
 * where parent and grandparent are its two nearest structural ancestors up to `body`.
 */
export function roleOf(site: string, element: Element, ancestors: readonly Element[]): string {
  const chain = [element, ...ancestors.filter((ancestor) => !inlineTags.has(ancestor.tagName)).slice(0, 2)];
  return `${site}: ${chain.map((link) => [link.tagName, ...classes(link)].join('.')).join(' < ')}`;
}

/** Classes without digits, state words and empty parts (`row-odd` → `row`, `toctree-l1` → `toctree-l`), sorted, each once. */
function classes(element: Element): string[] {
  const names = (element.attrs.find((attr) => attr.name === 'class')?.value ?? '').split(/\s+/).map((name) =>
    name
      .replace(/\d+/g, '')
      .split('-')
      .filter((part) => part !== '' && !stateWords.has(part.toLowerCase()))
      .join('-'),
  );
  return [...new Set(names)].filter((name) => name !== '').sort();
}
