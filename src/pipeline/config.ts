import { z } from 'zod';
import { invalidOption } from '../core/errors.ts';
import { isModelName } from '../core/names.ts';

const Field = z.string().min(1, 'the name of a field');
const Fields = z.array(Field).refine((names) => new Set(names).size === names.length, 'different names of fields');
const Value = z.union([z.string(), z.number(), z.boolean()]);
const Share = z.number().gt(0).lt(1);
const Seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** Names runs, models and folders; `@` parts a model from its run. */
const Name = z.string().refine((name) => isModelName(name) && !name.includes('@') && name.length <= 100, {
  error: 'at most 100 characters A-Z a-z 0-9 . _ -, the first one a letter or a digit',
});

const COMPARISONS = ['atMost', 'atLeast', 'below', 'above', 'equals', 'oneOf', 'missing'] as const;

const DropRule = z
  .strictObject({
    field: Field,
    atMost: z.number().optional(),
    atLeast: z.number().optional(),
    below: z.number().optional(),
    above: z.number().optional(),
    equals: Value.optional(),
    oneOf: z.array(Value).min(1).optional(),
    missing: z.literal(true).optional(),
  })
  .refine((rule) => COMPARISONS.filter((name) => rule[name] !== undefined).length === 1, `exactly one of ${COMPARISONS.join(', ')}`);

const SearchRange = z.union(
  [
    z
      .strictObject({ kind: z.enum(['number', 'integer']), least: z.number(), most: z.number(), scale: z.enum(['linear', 'log']) })
      .refine(({ least, most, scale }) => least <= most && (scale === 'linear' || least > 0), 'least up to most, above 0 on a log scale'),
    z.strictObject({ kind: z.literal('choice'), values: z.array(z.unknown()).min(1) }),
  ],
  "{ kind: 'number' or 'integer', least, most, scale: 'linear' or 'log' }, or { kind: 'choice', values }",
);

const Search = z.strictObject({
  trials: z.int().min(1).max(100_000).default(27),
  reduction: z.int().min(2).max(100).default(3),
  minRows: z.int().min(1).default(1000),
  validationShare: Share.default(0.2),
  seed: Seed.default(0),
  space: z.record(z.string(), SearchRange).optional(),
});

const Candidate = z.strictObject({
  name: Name,
  type: z.string().min(1),
  options: z.record(z.string(), z.unknown()).default({}),
  search: Search.optional(),
});

const Split = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('random'), testShare: Share.default(0.2), seed: Seed.default(0) }),
  z.strictObject({ by: z.literal('time'), field: Field, testShare: Share.default(0.2) }),
]);

const Similar = z
  .strictObject({ match: Fields.default([]), nearest: Fields.default([]), count: z.int().min(1).max(1000).default(5) })
  .refine(({ match, nearest }) => match.length + nearest.length > 0, 'at least one field in match or nearest');

const Config = z
  .strictObject({
    name: Name,
    data: z.union(
      [
        z.string().min(1),
        z.strictObject({
          from: z.string().min(1),
          format: z.enum(['csv', 'json', 'ndjson']).optional(),
          delimiter: z.string().min(1).optional(),
        }),
      ],
      'a file or URL, or an object with from and, if wanted, format (csv, json, ndjson) and delimiter',
    ),
    numeric: Fields.default([]),
    drop: z.array(DropRule).default([]),
    target: Field.optional(),
    features: Fields.min(1).optional(),
    candidates: z
      .array(Candidate)
      .min(1)
      .refine((list) => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length, 'candidates of different names'),
    split: Split.prefault({ by: 'random' }),
    metric: z
      .union(
        [z.string().min(1), z.strictObject({ score: z.string().min(1), goal: z.enum(['max', 'min']) })],
        'the name of a score, or { score, goal } with the goal max or min',
      )
      .optional(),
    promotion: z.strictObject({ minGain: z.number().min(0).default(0), automatic: z.boolean().default(true) }).prefault({}),
    similar: Similar.optional(),
    estimators: z.array(z.string().min(1)).default([]),
    destinations: z
      .strictObject({ data: z.string().min(1), models: z.string().min(1), champions: z.string().min(1), log: z.string().min(1) })
      .partial()
      .default({}),
  })
  .refine(({ target, features }) => target === undefined || !features?.includes(target), {
    path: ['features'],
    error: 'fields other than the target',
  });

/**
 * What a training pipeline does, as its user writes it.
 *
 * - `name`: names the pipeline, its history and the model that is served.
 * - `data`: a file or an http(s) URL of CSV, JSON (an array of records) or NDJSON; the format is that of the name's ending unless it is given.
 * - `numeric`: fields whose text is read as numbers; rows where it is none are dropped. Default: none, estimators then read decimal text themselves.
 * - `drop`: rows to leave out: a field and one comparison, `atMost`, `atLeast`, `below`, `above`, `equals`, `oneOf` or `missing: true`.
 * - `target`: the field to predict; without one the candidates are clusterings.
 * - `features`: the fields that are learned from; default: all but the target.
 * - `candidates`: `type` of a registered estimator, its `options`, and `search` for options worth trying: how many `trials` (default 27), of which
 *   one in `reduction` (3) goes on to as many times more rows, from `minRows` (1,000) on; `validationShare` (0.2) of the training rows to compare
 *   them on; `space` in place of ranges of the estimator's own.
 * - `split`: held-out rows, `testShare` (0.2) of all: by the record's hash and a seed, or the latest by a field.
 * - `metric`: the score that decides, with a goal where the score is none of the library's; default `r2`, for clusterings `silhouette`.
 * - `promotion`: what the best candidate must gain on the champion, in the metric's unit (`minGain`, 0: any gain), and whether it takes its place by itself.
 * - `similar`: fields that similar records `match` exactly, number fields in which the `nearest` come first, and how many (`count`, 5).
 * - `estimators`: modules whose default export is an estimator definition, or several; relative to the configuration's file.
 * - `destinations`: folders of data, models and champions and the file of the log, where they are to be elsewhere than in the history.
 */
export type PipelineConfig = z.input<typeof Config>;

/** A configuration that was checked, defaults filled in. */
export type ResolvedConfig = z.output<typeof Config>;

export type DropRule = z.output<typeof DropRule>;
export type SplitConfig = z.output<typeof Split>;
export type SearchConfig = z.output<typeof Search>;
export type CandidateConfig = z.output<typeof Candidate>;
export type SimilarConfig = z.output<typeof Similar>;
export type DataSource = Exclude<ResolvedConfig['data'], string>;

/** Gives a configuration back as it is, for editors to check and complete it. */
export function definePipeline(config: PipelineConfig): PipelineConfig {
  return config;
}

/**
 * Checks a configuration and fills in the defaults.
 * @throws `INVALID_OPTION` naming the first field that is not as it should be, what was expected and what came.
 */
export function checkConfig(config: unknown): ResolvedConfig {
  const result = Config.safeParse(config);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...unknown];
  const received = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], config);
  const expected = unknown.length > 0 ? 'no field of that name' : issue.message.replace(OF_ZOD, '$1');
  throw invalidOption(path.join('.') || 'configuration', expected, received);
}

/** Zod's own messages, of which what is expected is to be taken. */
const OF_ZOD = /^[A-Z][a-z ]+: expected (.+?)(?:, received .*)?$/;
