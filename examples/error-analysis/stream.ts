// Replays a stream: fits on elements of some pages with some structural roles left out, then takes in five batches of later pages, in which these
// roles come, and tells how well the new is told from the known.

import type { DomElement, ElementSplits } from '../../data/elements.ts';
import { createRandom } from '../../src/core/random.ts';
import { ElementsClustering, type UpdateOptions } from '../../src/index.ts';

export interface StreamOptions {
  /** Seed of the draw of roles that are left out (default 1). */
  readonly seed?: number;
  /** Roles to leave out, as a share of those with `leastLater` records in the batches (default 0.12). */
  readonly share?: number;
  /** Records in the batches that make a role worth leaving out (default 5). */
  readonly leastLater?: number;
  /**
   * Leave out only roles that records can tell (default true): no record of another role has the same tag, the same attributes by name and the same
   * words of class, digits aside. What is nothing but a link in another place of the page nobody can tell from its attributes.
   */
  readonly tellable?: boolean;
  readonly update?: Omit<UpdateOptions, 'weights' | 'onProgress' | 'signal'>;
}

/** One record of the batches and what came of it. */
export interface StreamedRecord {
  readonly element: DomElement;
  readonly role: number;
  /** Whether its role was fitted, left out, or came up by itself. */
  readonly kind: 'known' | 'left out' | 'unseen';
  readonly batch: number;
  /** Label that the update answered; -1 where it waited. */
  readonly first: number;
  /** Label at the end of the stream; -1 where the record is still unknown. */
  readonly last: number;
}

/**
 * What a stream came to. A label is new when it was given after the fit, and counts as a novelty unless most of its records have known roles. A record
 * of a left-out role is found when it ends with a novelty.
 */
export interface StreamReport {
  /** Clusters of the fit. */
  readonly clusters: number;
  readonly newLabels: number;
  readonly leftOut: readonly number[];
  /** Of left-out and known records with a new label, the share of left-out ones that were found. */
  readonly precision: number;
  /** Of left-out records, the share that was found. */
  readonly recall: number;
  readonly f1: number;
  /** Share of left-out records that equal a fitted record of another role in every attribute: to keep its label they cannot be found. */
  readonly alike: number;
  /** The most that F1 can be because of them, whatever the model. */
  readonly most: number;
  /** Recall of left-out records whose look no fitted record has. */
  readonly newLooks: number;
  /** Share of known records that ended with a new label. */
  readonly knownAsNew: number;
  /** Share of known records that ended without a label. */
  readonly knownUnknown: number;
  /** Different records whose label, once given, changed in a later batch. */
  readonly repeatedChanged: number;
  /** Training records whose label at the end is not the one of the fit. */
  readonly baseChanged: number;
  readonly records: readonly StreamedRecord[];
  readonly model: ElementsClustering;
}

/** Plays the stream; the same options give the same report. */
export async function replayStream({ roles, train, batches }: ElementSplits, options: StreamOptions = {}): Promise<StreamReport> {
  const leftOut = drawRoles({ roles, train, batches } as ElementSplits, options);
  const kept = [...train.truth.keys()].filter((i) => !leftOut.has(train.truth[i]));
  const base = kept.map((i) => train.elements[i]);
  const known = new Set(kept.map((i) => train.truth[i]));
  const model = await new ElementsClustering({ unknown: true }).fit(base);
  const clusters = model.effectiveK;

  const firsts: number[] = [];
  const given = new Map<string, number>();
  const changed = new Set<string>();
  for (const { elements } of batches) {
    const { labels } = await model.update(elements, options.update);
    elements.forEach((element, i) => {
      const text = textOf(element);
      const before = given.get(text);
      if (before !== undefined && before !== labels[i]) changed.add(text);
      if (labels[i] >= 0) given.set(text, labels[i]);
    });
    firsts.push(...labels);
  }
  const later = batches.flatMap(({ elements, truth }, batch) => elements.map((element, i) => ({ element, role: truth[i], batch })));
  const lasts = await model.predict(later.map(({ element }) => element));
  const records = later.map((one, i): StreamedRecord => {
    const kind = leftOut.has(one.role) ? 'left out' : known.has(one.role) ? 'known' : 'unseen';
    return { ...one, kind, first: firsts[i], last: lasts[i] };
  });
  const again = await model.predict(base);
  return {
    clusters,
    newLabels: model.effectiveK - clusters,
    leftOut: [...leftOut],
    ...score(records, clusters),
    ...difficulty(records, base, clusters),
    repeatedChanged: changed.size,
    baseChanged: model.labels.filter((label, i) => label !== again[i]).length,
    records,
    model,
  };
}

function score(
  records: readonly StreamedRecord[],
  clusters: number,
): Pick<StreamReport, 'precision' | 'recall' | 'f1' | 'knownAsNew' | 'knownUnknown'> {
  const isKnown = ({ kind }: StreamedRecord): boolean => kind === 'known';
  const balance = new Map<number, number>();
  for (const one of records) balance.set(one.last, (balance.get(one.last) ?? 0) + (isKnown(one) ? 1 : -1));
  const isNew = ({ last }: StreamedRecord): boolean => last >= clusters;
  const leftOut = records.filter(({ kind }) => kind === 'left out');
  const known = records.filter(isKnown);
  const found = leftOut.filter((one) => isNew(one) && (balance.get(one.last) as number) <= 0).length;
  const knownAsNew = known.filter(isNew).length;
  const precision = found / (leftOut.filter(isNew).length + knownAsNew);
  const recall = found / leftOut.length;
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    knownAsNew: knownAsNew / known.length,
    knownUnknown: known.filter(({ last }) => last < 0).length / known.length,
  };
}

/** How hard the left-out records are to find, by what they have in common with fitted ones. */
function difficulty(
  records: readonly StreamedRecord[],
  base: readonly DomElement[],
  clusters: number,
): Pick<StreamReport, 'alike' | 'most' | 'newLooks'> {
  const leftOut = records.filter(({ kind }) => kind === 'left out');
  const [texts, looks] = [textOf, lookOf].map((of) => new Set(base.map(of)));
  const alike = leftOut.filter(({ element }) => texts.has(textOf(element))).length / leftOut.length;
  const unlike = leftOut.filter(({ element }) => !looks.has(lookOf(element)));
  const newLooks = unlike.filter(({ last }) => last >= clusters).length / unlike.length;
  return { alike, most: (2 * (1 - alike)) / (2 - alike), newLooks };
}

/** A seeded draw of roles that were trained on and come again. */
function drawRoles(
  { roles, train, batches }: ElementSplits,
  { seed = 1, share = 0.12, leastLater = 5, tellable = true }: StreamOptions,
): Set<number> {
  const trained = new Set(train.truth);
  const later = new Int32Array(roles.length);
  for (const { truth } of batches) for (const role of truth) later[role]++;
  const enough = [...later.keys()].filter((role) => later[role] >= leastLater && trained.has(role));
  const shared = tellable ? sharedRoles([train, ...batches]) : new Set();
  const candidates = enough.filter((role) => !shared.has(role));
  const random = createRandom(seed);
  const drawn = new Set<number>();
  while (drawn.size < Math.min(candidates.length, Math.round(share * enough.length)))
    drawn.add(candidates[random.integer(candidates.length)]);
  return drawn;
}

/** Roles with a record that looks like one of another role. */
function sharedRoles(splits: readonly ElementSplits['train'][]): Set<number> {
  const rolesOf = new Map<string, Set<number>>();
  for (const { elements, truth } of splits) {
    elements.forEach((element, i) => {
      const look = lookOf(element);
      rolesOf.set(look, (rolesOf.get(look) ?? new Set()).add(truth[i]));
    });
  }
  return new Set([...rolesOf.values()].filter(({ size }) => size > 1).flatMap((roles) => [...roles]));
}

/** What a record looks like: tag, names of attributes, words of class, digits aside. */
function lookOf(element: DomElement): string {
  const words = (element.class ?? '')
    .replace(/[0-9]+/g, '0')
    .split(/\s+/)
    .sort();
  return [element.type, Object.keys(element).sort(), words].join('|');
}

function textOf(element: DomElement): string {
  return JSON.stringify(Object.entries(element).sort());
}
