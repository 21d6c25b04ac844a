import { contrastOf, type Trait } from './contrast.ts';
import { conditionOf, type ElementFields, elementFields, writeCondition } from './elements.ts';
import type { Tallies, Tally } from './tallies.ts';

/** Parts of a name at most, before a number is added. */
const MOST_PARTS = 4;
/** Share of a cluster that must have what it is named by, and the effect size from which a mean is high or low and a field is missed. */
const LEAST_SHARE = 0.5;
const LEAST_EFFECT = 0.3;
/** Code points of a text in a name. */
const LONGEST = 24;

/** A part of a name. */
interface Part {
  readonly field: string;
  readonly text: string;
  /** The lower, the earlier among parts that set a cluster apart about as much. */
  readonly rank: number;
}

/**
 * Names for the clusters that have none: those given stay. A name is made of what sets the cluster apart most: `a.menu-item` or `input[type=email]`
 * for elements, `carat high · cut Ideal` for other records, `x0 high, x3 low` for rows of numbers. Where it is taken, the next such part is added,
 * and in the end a number. The same tallies and names always give the same.
 * @param between What parts her rows of numbers `, ` and records ` · `. @param given By label; undefined or '' where there is none.
 */
export function nameClusters(tallies: Tallies, between: string, given: readonly (string | undefined)[] = []): string[] {
  const elements = elementFields(tallies);
  const traitsOf = contrastOf(tallies);
  const taken = new Set(given);
  return tallies.clusters.map((tally, label) => {
    const kept = given[label];
    if (kept) return kept;
    const name = elements
      ? unused(tagOf(tally, elements), elementParts(traitsOf(label), tallies, elements), 1, '', taken)
      : unused('', plainParts(traitsOf(label)), 2, between, taken);
    taken.add(name);
    return name;
  });
}

/** The shortest name of the first parts, at least so many, that is not taken; of all but equal ones, with a number. */
function unused(start: string, parts: readonly Part[], least: number, between: string, taken: ReadonlySet<string | undefined>): string {
  const nameOf = (count: number): string => {
    const used = parts.slice(0, count);
    // a field's being there goes without saying where its value is told
    const told = used.filter(({ field, rank }) => rank < THERE || !used.some((other) => other.field === field && other.rank < THERE));
    return start + told.map(({ text }) => text).join(between) || 'others';
  };
  for (let count = least; count <= Math.max(least, Math.min(parts.length, MOST_PARTS)); count++) {
    if (!taken.has(nameOf(count))) return nameOf(count);
  }
  let number = 2;
  while (taken.has(`${nameOf(least)} ${number}`)) number++;
  return `${nameOf(least)} ${number}`;
}

/** The tag of most of a cluster's elements, or ''. */
function tagOf({ weight, fields }: Tally, { tag }: ElementFields): string {
  const [most] = fields.get(tag)?.values ?? [];
  return most && most[1] >= LEAST_SHARE * weight ? readable(most[0]) : '';
}

const CLASS = 0;
const IDENTIFIER = 1;
const VALUE = 2;
const THERE = 3;

/** Classes, ids and attributes, as selectors write them. */
function elementParts(traits: readonly Trait[], { kinds }: Tallies, elements: ElementFields): Part[] {
  const parts = traits.flatMap((trait): (Part & { effect: number })[] => {
    const { field, value, effect, here, measure } = trait;
    if (field === elements.tag || measure === 'mean' || effect <= 0 || here < LEAST_SHARE) return [];
    const condition = conditionOf(elements.attributeOf(field) ?? readable(field), kinds.get(field) ?? 'category', value);
    const text = writeCondition({ ...condition, value: readable(condition.value) }, (told) => told || '""');
    const rank = text[0] === '.' ? CLASS : text[0] === '#' ? IDENTIFIER : condition.operator === '' ? THERE : VALUE;
    return [{ field, text, rank, effect }];
  });
  return inOrder(parts);
}

/** Values, numbers high or low, and what is there or missing, in words. */
function plainParts(traits: readonly Trait[]): Part[] {
  const parts = traits.flatMap(({ field, value, effect, here, measure }): (Part & { effect: number })[] => {
    const name = readable(field);
    if (measure === 'mean') {
      const text = `${name} ${effect > 0 ? 'high' : 'low'}`;
      return Math.abs(effect) < LEAST_EFFECT ? [] : [{ field, text, rank: VALUE, effect }];
    }
    if (effect > 0 && here >= LEAST_SHARE) {
      const text = value === null ? `has ${name}` : `${name} ${value === '' ? 'empty' : readable(value)}`;
      return [{ field, text, rank: value === null ? THERE : VALUE, effect }];
    }
    return value === null && effect <= -LEAST_EFFECT ? [{ field, text: `no ${name}`, rank: THERE, effect }] : [];
  });
  return inOrder(parts);
}

/** By falling strength, in steps of a twentieth; then by rank. */
function inOrder(parts: (Part & { effect: number })[]): Part[] {
  const step = ({ effect }: { effect: number }): number => Math.round(Math.abs(effect) * 20);
  return parts.sort((a, b) => step(b) - step(a) || a.rank - b.rank);
}

/** A text as it can stand in a name: short, on one line, without what cannot be shown. */
function readable(text: string): string {
  const points = Array.from(text.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd'));
  return points.length > LONGEST ? `${points.slice(0, LONGEST).join('')}…` : points.join('');
}
