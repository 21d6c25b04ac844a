import { ElementsClusteringError, show } from '../core/errors.ts';
import type { Scores } from '../estimators/estimator.ts';
import type { EstimatorRegistry } from '../model/registry.ts';
import { unreadFields, withoutFields } from './candidates.ts';
import type { RunRecord, RunStore } from './history.ts';
import { gainOf } from './metric.ts';
import { modelBytes } from './promotion.ts';
import { splitRows } from './split.ts';

/** A model among all that were ever trained. */
export interface ComparedModel {
  readonly run: string;
  readonly model: string;
  readonly type: string;
  /** On the held-out rows of its own run, or of the newest run where that was asked for; null where it has none or cannot be scored there. */
  readonly scores: Scores | null;
  readonly fitMs: number;
  readonly bytes: number;
  /** SHA-256 of the data it was trained on. */
  readonly data: string;
  readonly champion: boolean;
  readonly error?: string;
}

/**
 * All models of all runs, or of some, the best first by the metric of the newest of these runs.
 * @param runs ids; default: all
 * @param again scores all models on the held-out rows of the newest of these runs, so that the scores can be compared where the data differ
 * @throws `MODEL_NOT_FOUND` for a run that there is not, `STORE_FAILED`.
 */
export async function compareModels(
  store: RunStore,
  registry: EstimatorRegistry,
  { runs: ids, again = false }: { readonly runs?: readonly string[]; readonly again?: boolean } = {},
): Promise<ComparedModel[]> {
  const all = await store.runs();
  for (const id of ids ?? []) {
    if (!all.some((run) => run.id === id))
      throw new ElementsClusteringError('MODEL_NOT_FOUND', `there is no run ${show(id)}`, { field: 'run' });
  }
  const runs = all.filter(({ id }) => ids?.includes(id) ?? true);
  const newest = runs.at(-1);
  if (newest === undefined) return [];
  const champion = await store.champion();
  const scoresOf = again ? await scorerOn(store, registry, newest) : undefined;
  const compared: ComparedModel[] = [];
  for (const { id, models, data } of runs) {
    for (const { name, type, scores, fitMs, bytes, error } of models) {
      const found = scores && scoresOf ? await scoresOf(id, name) : { scores, error };
      const isChampion = champion?.run === id && champion.model === name;
      compared.push({ run: id, model: name, type, fitMs, bytes, data: data.sha256, champion: isChampion, ...found });
    }
  }
  return compared.sort((a, b) => gainOf(newest.metric, b.scores ?? {}, a.scores ?? {}));
}

type Scorer = (run: string, model: string) => Promise<{ scores: Scores | null; error?: string }>;

async function scorerOn(store: RunStore, registry: EstimatorRegistry, { data, config }: RunRecord): Promise<Scorer> {
  const records = await store.data(data.sha256);
  const { test } = splitRows(records, config.split);
  const seen = withoutFields(
    Array.from(test, (row) => records[row]),
    unreadFields(data.fields, config),
  );
  return async (run, model) => {
    try {
      return { scores: await registry.fromBytes(await modelBytes(store, { run, model })).evaluate(seen) };
    } catch (error) {
      return { scores: null, error: (error as Error).message };
    }
  };
}
