import { ElementsClusteringError } from '../core/errors.ts';
import type { ElementRecord } from '../core/types.ts';
import type { Estimator, Scores } from '../estimators/estimator.ts';
import { checkRecords } from '../estimators/regression/data.ts';
import type { EstimatorRegistry } from '../model/registry.ts';
import { unreadFields, withoutFields } from './candidates.ts';
import type { Champion, RunRecord, RunStore } from './history.ts';
import { modelBytes } from './promotion.ts';
import { indexSimilar, type SimilarIndex, type SimilarRecord } from './similar.ts';
import { splitRows } from './split.ts';

/** A champion, loaded. */
export interface ServedChampion {
  readonly champion: Champion;
  readonly run: RunRecord;
  readonly estimator: Estimator;
  /**
   * What the model says of each record; fields of the data that are no features are left out.
   * @throws `INVALID_INPUT` naming row and field.
   */
  predict(records: readonly ElementRecord[]): Promise<number[]>;
  /** The model's scores on records. Throws `INVALID_INPUT` naming row and field, `ABORTED`. */
  evaluate(records: readonly ElementRecord[], signal?: AbortSignal): Promise<Scores>;
  /**
   * Training records of the champion's run that are like this one, the nearest first; see {@link SimilarIndex.find}.
   * @throws `INVALID_OPTION` where the pipeline says nothing of similar records, `INVALID_INPUT`, `STORE_FAILED`.
   */
  similar(record: ElementRecord, count?: number): Promise<SimilarRecord[]>;
}

/**
 * The champion of now, or another one by its version.
 * @throws `MODEL_NOT_FOUND`, `CORRUPT_MODEL`, `STORE_FAILED`.
 */
export async function loadChampion(store: RunStore, registry: EstimatorRegistry, version?: number): Promise<ServedChampion> {
  const champion = version === undefined ? await store.champion() : (await store.champions()).find((one) => one.version === version);
  const run = champion && (await store.run(champion.run));
  if (champion === undefined || run === undefined) {
    const message = version === undefined ? 'no model was promoted yet' : `there is no champion of version ${version}`;
    throw new ElementsClusteringError('MODEL_NOT_FOUND', message, { field: 'version' });
  }
  const estimator = registry.fromBytes(await modelBytes(store, champion));
  const unread = unreadFields(run.data.fields, run.config);
  let index: Promise<SimilarIndex> | undefined;
  return {
    champion,
    run,
    estimator,
    predict: async (records) => [...(await estimator.predict(withoutFields(checkRecords(records), unread)))],
    evaluate: (records, signal) => estimator.evaluate(withoutFields(checkRecords(records), unread), { signal }),
    async similar(record, count) {
      index ??= openIndex(store, run).catch((error) => {
        index = undefined; // the next call tries again
        throw error;
      });
      return (await index).find(record, count);
    },
  };
}

async function openIndex(store: RunStore, { data, config }: RunRecord): Promise<SimilarIndex> {
  if (config.similar === undefined) {
    const message = `pipeline ${config.name} names no fields for similar records`;
    throw new ElementsClusteringError('INVALID_OPTION', message, { field: 'similar' });
  }
  const records = await store.data(data.sha256);
  return indexSimilar(records, splitRows(records, config.split).train, config.similar);
}
