// Changes of labels after the fit, with what they change in what is told of the clusters; the class loads it when it is first needed.
import { invalidInput, show } from '../core/errors.ts';
import { type CheckedInput, checkWeights } from '../core/input.ts';
import { createPace } from '../core/pace.ts';
import type { Matrix } from '../core/types.ts';
import type { Clustering } from '../estimators/clustering.ts';
import type { Predictors } from '../estimators/update/label-rows.ts';
import { checkLabel, mergeLabels } from '../estimators/update/merge-labels.ts';
import { type LabelMerge, type MergeOptions, mergeModels } from '../estimators/update/merge-models.ts';
import {
  type FoundCluster,
  type LabelledRows,
  type LabelUpdate,
  type UpdateOptions,
  updateClustering,
} from '../estimators/update/update.ts';
import { filledIn } from '../matrix/space.ts';
import { extendProfile, joinProfile, nameNew, takeProfile } from './describe/index.ts';
import type { DescribedClustering, Told } from './profile.ts';

/** Longest name, in UTF-16 code units. */
const LONGEST_NAME = 200;

/** A fitted model, and whoever keeps it. */
export interface OpenModel {
  readonly state: DescribedClustering;
  /** Its centroids in the engine, where that is needed. */
  readonly predictors: Predictors;
  /** Rows in its space. */
  readonly project: (input: CheckedInput) => Matrix;
  /** The option of this name. */
  readonly unknown: boolean;
  /** Puts another in its place. */
  readonly replace: (state: DescribedClustering) => void;
}

/** A cluster that was found among rows that had been waiting. */
export interface NewCluster extends FoundCluster {
  readonly name: string;
}

/** What an update did. */
export interface Update extends LabelUpdate {
  readonly newLabels: readonly NewCluster[];
}

/** What became of another model's clusters. */
export interface ModelMerge extends LabelMerge {
  readonly newLabels: readonly NewCluster[];
}

/** Takes more rows into a model. */
export async function updateModel(model: OpenModel, input: CheckedInput, options: UpdateOptions): Promise<Update> {
  const { state, predictors } = model;
  const { replace, named } = keeping(model);
  const weights = checkWeights(options.weights, input.rows);
  const tell = (rows: LabelledRows): Promise<Told> => tellRows(state, filledIn(input, state.space), rows, options.signal);
  const subject = { clustering: state, predictors, tell, replace };
  const update = await updateClustering(subject, () => model.project(input), weights, options);
  return { ...update, newLabels: named(update.newLabels) };
}

/**
 * What is told of clusters once they have these rows. To read and write all of it is not worth it for a few rows: those that weigh less than there are
 * clusters tell only of the clusters that they found.
 */
async function tellRows(state: DescribedClustering, input: CheckedInput, rows: LabelledRows, signal?: AbortSignal): Promise<Told> {
  let weight = 0;
  for (const one of rows.weights) weight += one;
  const few = weight < rows.k;
  const before = state.told();
  if (few && rows.found.length === 0) return before;
  const labels = few ? rows.labels.map((label) => (rows.found.includes(label) ? label : -1)) : rows.labels;
  const { encoder } = state;
  const profile = await extendProfile(before.profile, { ...rows, labels, input, encoder }, createPace(signal));
  return { profile, names: nameNew(profile, encoder, before.names) };
}

/** Takes another model into a model. */
export async function mergeModel(model: OpenModel, other: DescribedClustering, options: MergeOptions): Promise<ModelMerge> {
  const { state } = model;
  const { replace, named } = keeping(model);
  const tell = async (labels: Int32Array, k: number): Promise<Told> => {
    const [own, others] = [state.told(), other.told()];
    const profile = takeProfile(own.profile, others.profile, labels, k);
    const given: (string | undefined)[] = Array.from({ length: k }, (_, label) => own.names[label]);
    others.names.forEach((name, c) => {
      if (labels[c] >= state.k && other.ids[c] === c && !given.includes(name)) given[labels[c]] = name;
    });
    return { profile, names: nameNew(profile, state.encoder, given) };
  };
  const merge = await mergeModels({ clustering: state, tell, replace }, other, options);
  return { ...merge, newLabels: named(merge.newLabels) };
}

/** Makes several labels one, which is returned. */
export function mergeClusters({ state, replace }: OpenModel, labels: readonly number[]): number {
  const { into, from, ids } = mergeLabels(state, labels);
  const { names, profile } = state.told();
  const told = { names, profile: from.reduce((joined, label) => joinProfile(joined, into, label), profile) };
  replace({ ...state, ids, told: () => told });
  return into;
}

interface Keeping {
  /** Puts a clustering, with what is told of it, in the model's place. */
  readonly replace: (clustering: Clustering, told: Told) => void;
  /** Clusters with the names that they got by that. */
  readonly named: (found: readonly FoundCluster[]) => NewCluster[];
}

function keeping({ state, replace }: OpenModel): Keeping {
  let { told: now } = state;
  return {
    replace: (clustering, told) => {
      now = () => told;
      replace({ ...clustering, told: now });
    },
    named: (found) => found.map((one) => ({ ...one, name: now().names[one.label] })),
  };
}

/** Names by label, once one cluster has another name. Throws `INVALID_INPUT` for a label that is not in use and for what cannot be its name. */
export function renamed(model: DescribedClustering, label: number, name: string): readonly string[] {
  const place = checkLabel(model, label, 'label');
  const isName = typeof name === 'string' && name.trim() !== '' && name.length <= LONGEST_NAME;
  if (!isName) {
    throw invalidInput('no name', {
      field: 'name',
      expected: `1 to ${LONGEST_NAME} characters, not all white space`,
      received: show(name),
    });
  }
  const { names } = model.told();
  const other = names.indexOf(name);
  if (other >= 0 && other !== place) {
    throw invalidInput('name taken', {
      field: 'name',
      expected: `a name that no cluster has; ${other} has this one`,
      received: show(name),
    });
  }
  return names.map((old, i) => (i === place ? name : old));
}
