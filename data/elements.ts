/** Reads elements.json with its ground truth; see README.md for what is in them. */
import { readFile } from 'node:fs/promises';

/** One DOM element: its tag as `type` and its own attributes, all values strings. */
export type DomElement = Readonly<Record<string, string>>;

/** Elements in page order; `truth[i]` is the role of `elements[i]`, as an index into the table of roles. */
export interface Split {
  readonly elements: readonly DomElement[];
  readonly truth: Int32Array;
}

/** The data set, split by page: no page gives elements to two splits. */
export interface ElementSplits {
  /** Structural roles, each as `site: element < parent < grandparent`. */
  readonly roles: readonly string[];
  readonly train: Split;
  readonly validation: Split;
  /** Five later batches, in their order of arrival. */
  readonly batches: readonly Split[];
}

interface PageOf<Content> {
  readonly pages: readonly ({ readonly split: string } & Content)[];
}

/** Reads elements.json and elements.truth.json beside this file (Node only). */
export async function readElements(): Promise<ElementSplits> {
  const data = await readJson<PageOf<{ elements: DomElement[] }>>('elements.json');
  const truth = await readJson<PageOf<{ roles: number[] }> & { roles: string[] }>('elements.truth.json');
  const split = (name: string): Split => ({
    elements: data.pages.flatMap((page) => (page.split === name ? page.elements : [])),
    truth: Int32Array.from(truth.pages.flatMap((page) => (page.split === name ? page.roles : []))),
  });
  const batches = [1, 2, 3, 4, 5].map((n) => split(`batch${n}`));
  return { roles: truth.roles, train: split('train'), validation: split('validation'), batches };
}

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));
}
