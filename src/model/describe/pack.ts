import { CorruptModelError } from '../../core/errors.ts';
import { FIELD_KINDS, type FieldKind } from '../../features/types.ts';
import type { JsonValue } from '../json.ts';
import type { Profile } from '../profile.ts';
import type { TypedArray } from '../sections.ts';
import type { Moments } from './moments.ts';
import type { FieldTally, Tallies, Tally } from './tallies.ts';

/** Tallies as plain data. The same tallies always give the same. */
export function packTallies({ kinds, clusters, all }: Tallies, examples: Int32Array): Profile {
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
  const arrays = Object.entries(lists).map(([name, list]) => [name, ARRAYS[name as keyof Lists].from(list)]);
  return {
    text: { fields, kinds: [...kinds.values()], values: [...valueNumbers.keys()] },
    arrays: { ...Object.fromEntries(arrays), examples },
  };
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

/** The tallies from plain data. Throws `CORRUPT_MODEL` where it is not what `packTallies` makes. */
export function unpackTallies({ text, arrays }: Profile): Tallies {
  const array = (name: keyof typeof ARRAYS, length?: number): TypedArray => {
    const found = arrays[name];
    const isRight = found instanceof ARRAYS[name] && (length ?? found.length) === found.length && found.every(Number.isFinite);
    return isRight ? found : damaged(name);
  };
  const paths = textsOf(text.fields, 'fields');
  const kinds = textsOf(text.kinds, 'kinds') as FieldKind[];
  if (kinds.length !== paths.length || !kinds.every((kind) => FIELD_KINDS.includes(kind))) damaged('kinds');
  const texts = textsOf(text.values, 'values');
  const weights = array('weights');
  const k = weights.length - 1;
  array('examples', k);
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
    const read = new Map<string, FieldTally>();
    while (field < fieldEnds[i]) read.set(...readField());
    return { weight, fields: read };
  });
  return { kinds: new Map(paths.map((path, i) => [path, kinds[i]])), clusters: tallies.slice(0, k), all: tallies[k] };
}

function textsOf(value: JsonValue | undefined, name: string): readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string') ? value : damaged(name);
}

function damaged(name: string): never {
  throw new CorruptModelError(`damaged model: profile ${name}`);
}
