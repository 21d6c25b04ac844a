import { checkInput } from './core/input.ts';
import { lazily } from './core/lazily.ts';
import { createPace } from './core/pace.ts';
import type { Input } from './core/types.ts';
import type { Assignment } from './estimators/update/assign.ts';
import type { MergeOptions } from './estimators/update/merge-models.ts';
import type { UpdateOptions } from './estimators/update/update.ts';
import { FittedModel } from './fitted-model.ts';
import { unpackClustering } from './model/clustering-file.ts';
import type { ModelMerge, OpenModel, Update } from './model/lasting.ts';

/** Loaded when it is first needed. */
const lasting = lazily(() => import('./model/lasting.ts'));
const assigning = lazily(() => import('./estimators/update/assign.ts'));

/** What a model does with labels after the fit. A label, once given, names the same cluster for ever. */
export abstract class LastingLabels extends FittedModel {
  /** Settles when the last change that was asked for has been made, or failed. */
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** @internal */
  protected abstract open(): Promise<OpenModel>;

  abstract toBytes(): Uint8Array;

  /**
   * Changes of a model are made one after the other, in the order in which they were asked for.
   * @internal
   */
  protected inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(change);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Takes more rows in. A row that ever got a label, in the fit or in any update, has that label. A new one joins the nearest cluster, whose centroid
   * moves towards it as a running mean, if it lies within that cluster's radius. Any other waits, label -1, until enough like it have come, in this or
   * later updates, to be a cluster, which gets a label that was never used; a waiting row that comes again is counted. Training labels, inertia and
   * iterations stay those of the fit. All rows of one call meet the model as it was before. See docs/labels.md for the radius and for what makes a cluster.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `ABORTED`; then nothing has changed.
   */
  async update(input: Input, options: UpdateOptions = {}): Promise<Update> {
    const checked = checkInput(input);
    return this.inTurn(async () => {
      const [model, { updateModel }] = await Promise.all([this.open(), lasting()]);
      return updateModel(model, checked, options);
    });
  }

  /**
   * The label of each row, as `predict` answers it, with the distances behind it, the nearest other cluster, and how clear the case is.
   * @throws `NOT_FITTED`, `INVALID_INPUT` naming row and field, `ABORTED`.
   */
  async assign(input: Input, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Assignment> {
    const checked = checkInput(input);
    return this.inTurn(async () => {
      const [model, { assignRows }] = await Promise.all([this.open(), assigning()]);
      return assignRows(model.state, model.predictors, model.project(checked), model.unknown, createPace(signal));
    });
  }

  /**
   * Takes another model in, or its bytes, that was fitted with the option `like` and so encodes rows as this one. Labels of this model stay. A cluster
   * of the other joins the cluster here within whose radius its centroid lies, and otherwise gets a label that was never used here; all its centroids
   * come in. Rows that have a label here keep it; others have the label that they have there, as `labels` of the answer translates it. What waits there
   * waits here.
   * @throws `NOT_FITTED`, `INVALID_INPUT` when the models encode rows differently, `CORRUPT_MODEL`, `ABORTED`; then nothing has changed.
   */
  async merge(other: LastingLabels | Uint8Array, options: MergeOptions = {}): Promise<ModelMerge> {
    const { clustering } = unpackClustering(other instanceof LastingLabels ? other.toBytes() : other);
    return this.inTurn(async () => {
      const [model, { mergeModel }] = await Promise.all([this.open(), lasting()]);
      return mergeModel(model, clustering, options);
    });
  }

  /**
   * Makes several labels one, the lowest, which it returns. The others retire: no row is ever given one of them again, and rows that had one have the
   * lowest. Nothing else changes; centroids stay, and share the label.
   * @throws `NOT_FITTED`; `INVALID_INPUT` naming a label that is not in use, or for fewer than two.
   */
  async mergeClusters(labels: readonly number[]): Promise<number> {
    return this.inTurn(async () => {
      const [model, { mergeClusters }] = await Promise.all([this.open(), lasting()]);
      return mergeClusters(model, labels);
    });
  }

  /**
   * Gives a cluster a name, of 1 to 200 characters, that no other has; it stays with the label.
   * @throws `NOT_FITTED`; `INVALID_INPUT` for a label that is not in use or what cannot be its name.
   */
  async renameCluster(label: number, name: string): Promise<void> {
    return this.inTurn(async () => {
      const [{ state, replace }, { renamed }] = await Promise.all([this.open(), lasting()]);
      const told = { ...state.told(), names: renamed(state, label, name) };
      replace({ ...state, told: () => told });
    });
  }
}
