import type { Trait } from './contrast.ts';
import { cssString } from './css.ts';
import { type Condition, conditionOf, type ElementFields, writeCondition } from './elements.ts';
import type { Tallies, Tally } from './tallies.ts';

/** Share of a cluster's elements that its selector may miss; and that its tags alone may. */
const TOLERANCE = 0.25;
const TAG_TOLERANCE = 0.1;
const TAG = /^[a-z][\w-]*$/i;
const MOST_TAGS = 4;
const MOST_CONDITIONS = 5;
/** Ids come first in a selector, then classes, then other attributes. */
const ORDER = '#.[';
/** Traits weaker than this are not worth a condition. */
const LEAST_EFFECT = 0.2;

/**
 * A selector that at least three in four of the cluster's elements match: its tags, then the classes, attributes and their values that set it apart most
 * and that so many have together. Other elements may match too.
 * @param traits The cluster's, the strongest first.
 */
export function selectorOf({ kinds, clusters }: Tallies, label: number, traits: readonly Trait[], elements: ElementFields): string {
  const { tags, missed } = commonTags(clusters[label], elements.tag);
  let allowed = TOLERANCE - missed;
  let chosen: Condition[] = [];
  for (const { field, value, effect, here, measure } of traits) {
    const attribute = elements.attributeOf(field);
    if (attribute === undefined || measure === 'mean' || effect < LEAST_EFFECT || 1 - here > allowed) continue;
    const condition = conditionOf(attribute, kinds.get(field) ?? 'category', value);
    const isTold = chosen.some((other) => other.attribute === attribute && (condition.operator === '' || other.value === condition.value));
    if (isTold || chosen.length === MOST_CONDITIONS) continue;
    chosen = [...chosen.filter((other) => other.attribute !== attribute || other.operator !== ''), condition];
    allowed -= 1 - here;
  }
  const written = chosen.map((condition) => writeCondition(condition, cssString));
  const conditions = written.sort((a, b) => ORDER.indexOf(a[0]) - ORDER.indexOf(b[0])).join('');
  return tags.map((tag) => `${tag === '*' && conditions ? '' : tag}${conditions}`).join(', ');
}

/** The tags that most elements of a cluster have, and the share that has others; any tag where they are too many. */
function commonTags({ weight, fields }: Tally, field: string): { tags: string[]; missed: number } {
  const tags: string[] = [];
  let missed = 1;
  for (const [tag, own] of fields.get(field)?.values ?? []) {
    if (missed <= TAG_TOLERANCE || tags.length === MOST_TAGS) break;
    if (!TAG.test(tag)) continue;
    tags.push(tag);
    missed -= own / weight;
  }
  return missed <= TOLERANCE ? { tags, missed } : { tags: ['*'], missed: 0 };
}
