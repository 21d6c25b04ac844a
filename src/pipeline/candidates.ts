import { ElementsClusteringError, invalidOption } from '../core/errors.ts';
import type { ElementRecord } from '../core/types.ts';
import type { EstimatorDefinition, SearchSpace, Task } from '../estimators/estimator.ts';
import type { EstimatorRegistry } from '../model/registry.ts';
import type { CandidateConfig, ResolvedConfig } from './config.ts';

/** A candidate that its estimator takes. */
export interface Candidate {
  readonly name: string;
  readonly type: string;
  /** The options given, with target and fields where the estimator has such options. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly search: CandidateConfig['search'];
  readonly space: SearchSpace;
}

/** What the candidates of a pipeline learn. */
export function taskOf({ target }: ResolvedConfig): Task {
  return target === undefined ? 'clustering' : 'regression';
}

/**
 * The candidates of a configuration, checked by their estimators.
 * @throws `INVALID_OPTION` naming the candidate's field.
 */
export function readCandidates(config: ResolvedConfig, registry: EstimatorRegistry): Candidate[] {
  const task = taskOf(config);
  return config.candidates.map((candidate, i) => {
    const definition = within(`candidates.${i}`, () => registry.get(candidate.type));
    if (definition.task !== task) {
      const expected = `an estimator for ${task}, since there is ${config.target === undefined ? 'no' : 'a'} target`;
      throw invalidOption(`candidates.${i}.type`, expected, candidate.type);
    }
    const options = { ...known(definition, config), ...candidate.options };
    within(`candidates.${i}.options`, () => registry.create(candidate.type, options));
    const { name, type, search } = candidate;
    return { name, type, options, search, space: spaceOf(definition, candidate, `candidates.${i}.search.space`) };
  });
}

/** What a task gives; an option that it refuses is named with where it stands. */
function within<T>(place: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (!(error instanceof ElementsClusteringError) || error.code !== 'INVALID_OPTION') throw error;
    const { field, expected, received } = error.details;
    const named = `${place}.${field?.replace(/^options\./, '')}`;
    const message = `invalid option at field ${named}: expected ${expected}, received ${received}`;
    throw new ElementsClusteringError('INVALID_OPTION', message, { field: named, expected, received }, { cause: error });
  }
}

function known({ options }: EstimatorDefinition, { target, features }: ResolvedConfig): Record<string, unknown> {
  const given = { target, fields: features };
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== undefined && Object.hasOwn(options.properties, name)),
  );
}

/** The estimator's own ranges and those given in their place; what the candidate's options say is not searched. */
function spaceOf(definition: EstimatorDefinition, { options, search }: CandidateConfig, field: string): SearchSpace {
  const space: SearchSpace = { ...definition.searchSpace, ...search?.space };
  const names = Object.keys(definition.options.properties);
  for (const name of Object.keys(search?.space ?? {})) {
    if (!names.includes(name)) throw invalidOption(`${field}.${name}`, `one of ${names.join(', ')}`, name);
  }
  return Object.fromEntries(Object.entries(space).filter(([name]) => !Object.hasOwn(options, name)));
}

/** Fields of the data that models never see: all but features and target, where features are named. */
export function unreadFields(fields: readonly string[], { target, features }: ResolvedConfig): string[] {
  return features === undefined ? [] : fields.filter((field) => field !== target && !features.includes(field));
}

/** Records without some of their fields. */
export function withoutFields(records: readonly ElementRecord[], left: readonly string[]): readonly ElementRecord[] {
  if (left.length === 0) return records;
  const out = new Set(left);
  return records.map((record) => Object.fromEntries(Object.entries(record).filter(([field]) => !out.has(field))));
}
