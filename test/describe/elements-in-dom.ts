import { Window } from 'happy-dom';
import type { ElementRecord } from '../../src/core/types.ts';

/** Elements made of records again, in one document. */
export interface Rebuilt {
  /** Numbers of the records whose elements match a selector. Throws where it is none. */
  matching(selector: string): Set<number>;
  close(): Promise<void>;
}

/** Rebuilds elements from records that hold the tag as `type`, an attribute called `type` as `@type`, and all others by their names. */
export function rebuild(records: readonly ElementRecord[]): Rebuilt {
  const window = new Window();
  const root = window.document.createElement('main');
  const numbers = new Map<unknown, number>();
  for (const [i, { type, ...attributes }] of records.entries()) {
    const element = window.document.createElement(String(type));
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name === '@type' ? 'type' : name, String(value));
    root.appendChild(element);
    numbers.set(element, i);
  }
  return {
    matching: (selector) => new Set(Array.from(root.querySelectorAll(selector), (element) => numbers.get(element) as number)),
    close: () => window.happyDOM.close(),
  };
}
