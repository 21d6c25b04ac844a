import { CorruptModelError } from '../../core/errors.ts';
import { FIELD_KINDS, type FieldKind } from '../../features/types.ts';
import { packContainer, unpackContainer } from '../container.ts';
import type { JsonValue } from '../json.ts';
import type { Profile } from '../profile.ts';
import type { TypedArray } from '../sections.ts';
import type { Moments } from './moments.ts';
import type { FieldTally, Tallies, Tally } from './tallies.ts';

/** What a profile holds. */
export interface Unpacked {
  readonly tallies: Tallies;
  /** By label the training row that stands for the cluster; -1 where there is none. */
  readonly examples: ArrayLike<number>;
}

/**
 * The bytes of a profile; the same tallies and examples always give the same. The header holds `fields` (paths), `kinds` (one a field) and `values`
 * (texts); the sections hold the tallies of the clusters, by label, and last that of all rows together:
 *
 * | section | type | holds |
 * |---|---|---|
 * | weights | f64, k + 1 | weight of each tally's rows |
 * | fieldEnds | u32, k + 1 | where each tally's fields end in the next four |
 * | fields | u32 | place of the field among `fields` |
 * | present | f64 | weight of the rows that have the field |
 * | numeric | u8 | 1 where the field has moments |
 * | valueEnds | u32 | where the field's values end in the next two |
 * | values | u32 | place of the value among `values` |
 * | valueWeights | f64 | weight of the rows that have the value |
 * | moments | f64 | of numeric fields: weight, mean, sum of squares, least, most |
 * | examples | i32, k | the training row nearest to the centroid; -1 where there is none |
 */
export function packProfile({ tallies: { kinds, clusters, all }, examples }: Unpacked): Profile {
  const fields = [...kinds.keys()];
  const fieldNumbers = new Map(fields.map((path, i) => [path, i]));
  const valueNumbers = new Map<string, number>();
  const lists = {
    weights: [],
    fieldEnds: [],
    fields: [],
    present: [],
    numeric: [],
    valueEnds: [],
    values: [],
    valueWeights: [],
    moments: [],
  } as Lists;
  for (const tally of [...clusters, all]) {
    for (const [path, { present, values, numbers }] of tally.fields) {
      for (const [value, weight] of values) {
        if (!valueNumbers.has(value)) valueNumbers.set(value, valueNumbers.size);
        lists.values.push(valueNumbers.get(value) as number);
        lists.valueWeights.push(weight);
      }
      lists.fields.push(fieldNumbers.get(path) as number);
      lists.present.push(present);
      lists.numeric.push(Number(numbers !== null));
      lists.valueEnds.push(lists.values.length);
      if (numbers) lists.moments.push(numbers.weight, numbers.mean, numbers.squares, numbers.least, numbers.most);
    }
    lists.weights.push(tally.weight);
    lists.fieldEnds.push(lists.fields.length);
  }
  const arrays = Object.entries({ ...lists, examples }).map(([name, list]): [string, TypedArray] => {
    return [name, ARRAYS[name as keyof typeof ARRAYS].from(list)];
  });
  return packContainer({ fields, kinds: [...kinds.values()], values: [...valueNumbers.keys()] }, new Map(arrays));
}

const ARRAYS = {
  weights: Float64Array,
  fieldEnds: Uint32Array,
  fields: Uint32Array,
  present: Float64Array,
  numeric: Uint8Array,
  valueEnds: Uint32Array,
  values: Uint32Array,
  valueWeights: Float64Array,
  moments: Float64Array,
  examples: Int32Array,
};

type Lists = Record<Exclude<keyof typeof ARRAYS, 'examples'>, number[]>;

const unpacked = new WeakMap<Profile, Unpacked>();

/** What a profile holds. Throws `CORRUPT_MODEL` where it is not what `packProfile` makes. */
export function unpackProfile(profile: Profile): Unpacked {
  const found = unpacked.get(profile) ?? read(profile);
  unpacked.set(profile, found);
  return found;
}

function read(profile: Profile): Unpacked {
  const { header, sections } = unpackContainer(profile);
  const array = (name: keyof typeof ARRAYS, length?: number): TypedArray => {
    const found = sections.get(name);
    const isRight = found instanceof ARRAYS[name] && (length ?? found.length) === found.length && found.every(Number.isFinite);
    return isRight ? found : damaged(name);
  };
  const paths = textsOf(header.fields, 'fields');
  const kinds = textsOf(header.kinds, 'kinds') as FieldKind[];
  if (kinds.length !== paths.length || !kinds.every((kind) => FIELD_KINDS.includes(kind))) damaged('kinds');
  const texts = textsOf(header.values, 'values');
  const weights = array('weights');
  const k = weights.length - 1;
  const examples = array('examples', k);
  const fieldEnds = array('fieldEnds', k + 1);
  const fields = array('fields', fieldEnds[k]);
  const [present, numeric, valueEnds] = (['present', 'numeric', 'valueEnds'] as const).map((name) => array(name, fields.length));
  const values = array('values', valueEnds[fields.length - 1] ?? 0);
  const valueWeights = array('valueWeights', values.length);
  const moments = array('moments');
  let [field, value, moment] = [0, 0, 0];
  const readMoments = (): Moments => {
    const [weight, mean, squares, least, most] = moments.subarray(moment, moment + 5);
    moment += 5;
    return most === undefined ? damaged('moments') : { weight, mean, squares, least, most };
  };
  const readField = (): [string, FieldTally] => {
    const path = paths[fields[field]] ?? damaged('fields');
    const found = new Map<string, number>();
    for (; value < valueEnds[field]; value++) found.set(texts[values[value]] ?? damaged('values'), valueWeights[value]);
    return [path, { present: present[field], values: found, numbers: numeric[field++] ? readMoments() : null }];
  };
  const tallies = Array.from(weights, (weight, i): Tally => {
    const found = new Map<string, FieldTally>();
    while (field < fieldEnds[i]) found.set(...readField());
    return { weight, fields: found };
  });
  const named = new Map(paths.map((path, i) => [path, kinds[i]]));
  return { tallies: { kinds: named, clusters: tallies.slice(0, k), all: tallies[k] }, examples };
}

function textsOf(value: JsonValue | undefined, name: string): readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string') ? value : damaged(name);
}

function damaged(name: string): never {
  throw new CorruptModelError(`damaged model: profile ${name}`);
}
