import { createRandom } from '../../src/core/random.ts';
import type { SitePage } from './site-pages.ts';

/** The splits and the share of all records that each is to get. */
const shares = { train: 0.4, validation: 0.25, batch1: 0.07, batch2: 0.07, batch3: 0.07, batch4: 0.07, batch5: 0.07 };

type SplitName = keyof typeof shares;

const splitNames = Object.keys(shares) as SplitName[];

/** A page with the one split that all its elements belong to. */
export interface SplitPage extends SitePage {
  readonly split: SplitName;
}

/**
 * Gives every page a split, whole pages only: each site's pages in seeded random order, the first one to train, each further
 * one to the split that lacks most records of its share, counted over this site and those before it. Keeps the pages' order.
 */
export function assignSplits(sites: readonly (readonly SitePage[])[], seed: number): SplitPage[] {
  const random = createRandom(seed);
  const filled = { train: 0, validation: 0, batch1: 0, batch2: 0, batch3: 0, batch4: 0, batch5: 0 };
  let total = 0;
  return sites.flatMap((pages) => {
    total += pages.reduce((sum, page) => sum + page.elements.length, 0);
    const lack = (name: SplitName): number => shares[name] * total - filled[name];
    const order = [...pages.keys()];
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.integer(i + 1); // Fisher–Yates shuffle
      [order[i], order[j]] = [order[j], order[i]];
    }
    const assigned: SplitName[] = [];
    for (const [at, index] of order.entries()) {
      const split = at === 0 ? 'train' : splitNames.reduce((most, name) => (lack(name) > lack(most) ? name : most));
      assigned[index] = split;
      filled[split] += pages[index].elements.length;
    }
    return pages.map((page, index) => ({ ...page, split: assigned[index] }));
  });
}
