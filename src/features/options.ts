import { numberIn, oneOf, optionEntries, wholeIn } from '../core/check-option.ts';
import type { Family, FeatureMode, FeatureOptions, FeatureWeights, FieldKind, Layout } from './types.ts';
import { FAMILIES, FIELD_KINDS, LAYOUTS } from './types.ts';

/** Family weights that found the roles of DOM elements best (cosine k-means and DP-means on labelled pages). */
export const DEFAULT_WEIGHTS: Readonly<FeatureWeights> = {
  tag: 1,
  token: 1.5,
  name: 1,
  keys: 0.15,
  identifier: 0.5,
  url: 0.5,
  segment: 0.2,
  value: 0.4,
  number: 0.4,
  shape: 0.15,
  word: 0.1,
};

export interface ResolvedOptions {
  mode: 'auto' | Layout;
  kinds: ReadonlyMap<string, FieldKind>;
  ignored: readonly string[];
  weights: FeatureWeights;
  maxColumns: number;
  idfPower: number;
  maxValueLength: number;
}

const OPTION_NAMES = ['mode', 'kinds', 'weights', 'maxColumns', 'idfPower', 'maxValueLength'];

/** Fills in the defaults. Throws `INVALID_OPTION` naming the option, e.g. `features.weights.tag`. */
export function resolveOptions(options: FeatureMode | FeatureOptions = 'auto'): ResolvedOptions {
  const given = optionEntries('features', typeof options === 'string' ? { mode: options } : options, OPTION_NAMES);
  const kinds = new Map<string, FieldKind>();
  const ignored: string[] = [];
  for (const [path, value] of optionEntries('features.kinds', given.get('kinds') ?? {})) {
    const kind = oneOf(`features.kinds.${path}`, value, [...FIELD_KINDS, 'ignore']);
    if (kind === 'ignore') ignored.push(path);
    else kinds.set(path, kind);
  }
  const weights = { ...DEFAULT_WEIGHTS };
  for (const [family, weight] of optionEntries('features.weights', given.get('weights') ?? {}, FAMILIES)) {
    weights[family as Family] = numberIn(`features.weights.${family}`, weight, 0, 1000);
  }
  return {
    mode: oneOf('features.mode', given.get('mode') ?? 'auto', ['auto', ...LAYOUTS]),
    kinds,
    ignored,
    weights,
    maxColumns: wholeIn('features.maxColumns', given.get('maxColumns') ?? 4096, 1, 65536),
    idfPower: numberIn('features.idfPower', given.get('idfPower') ?? 0.5, 0, 4),
    maxValueLength: wholeIn('features.maxValueLength', given.get('maxValueLength') ?? 512, 1, 4096),
  };
}
