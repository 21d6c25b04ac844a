import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { createRandom } from '../../src/core/random.ts';
import type { Harvested } from './page.ts';
import { pageElements } from './page.ts';

/** The harvested elements of one page; `page` is its path below the site's root, with `/` between folders. */
export interface SitePage {
  readonly site: string;
  readonly page: string;
  readonly elements: readonly Harvested[];
}

const pagesPerSite = 26;
/** Records taken from the start and from the end of a page: its frame and the beginning of its content. */
const recordsPerPage = { head: 36, tail: 8 };
/** A site of few pages gives more records a page, but at most this many times more. */
const largestShare = 3;

/** A seeded sample of a site's HTML files in path order, each with its first and last elements in page order. */
export async function sitePages(site: string, root: string, seed: number): Promise<SitePage[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const chosen = sample(files, pagesPerSite, seed);
  const share = Math.min(pagesPerSite / chosen.length, largestShare);
  const pages: SitePage[] = [];
  for (const page of chosen) {
    const elements = headAndTail(pageElements(site, await readFile(join(root, page))), share);
    if (elements.length > 0) pages.push({ site, page, elements });
  }
  return pages;
}

/** At most `count` of the items, every choice equally likely, their order kept (selection sampling: Knuth, TAOCP 2, 3.4.2, algorithm S). */
function sample<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const random = createRandom(seed);
  let wanted = count;
  return items.filter((_, seen) => random.integer(items.length - seen) < wanted && wanted-- > 0);
}

function headAndTail<T>(items: readonly T[], share: number): readonly T[] {
  const head = Math.round(recordsPerPage.head * share);
  const tail = Math.round(recordsPerPage.tail * share);
  return items.length <= head + tail ? items : [...items.slice(0, head), ...items.slice(-tail)];
}
