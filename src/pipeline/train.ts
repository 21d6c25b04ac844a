import { ElementsClusteringError, throwIfAborted } from '../core/errors.ts';
import type { ElementRecord } from '../core/types.ts';
import type { EstimatorRegistry } from '../model/registry.ts';
import { type Candidate, readCandidates, taskOf, unreadFields, withoutFields } from './candidates.ts';
import { type CleanData, cleanRows, type RawData } from './clean.ts';
import type { ResolvedConfig } from './config.ts';
import type { Champion, ModelRecord, RunRecord, RunStore } from './history.ts';
import { endsTheRun, type JobRunner } from './jobs.ts';
import { checkMetric, gainOf, type MetricRule, metricOf } from './metric.ts';
import { type Challenge, challengeChampion, judge } from './promotion.ts';
import { type SearchResult, searchOptions } from './search.ts';
import { type RowSplit, splitAgain, splitRows } from './split.ts';

/** What a run reports while it goes on. */
export interface TrainProgress {
  readonly phase: 'reading' | 'searching' | 'fitting' | 'saving';
  /** Share of the phase that is done, from 0 to 1. */
  readonly done: number;
  /** The candidate that is searched for or fitted. */
  readonly candidate?: string;
}

export interface TrainOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainProgress) => void;
}

/** What a run needs from outside. */
export interface TrainParts {
  readonly config: ResolvedConfig;
  readonly registry: EstimatorRegistry;
  readonly store: RunStore;
  readonly read: (signal?: AbortSignal) => Promise<RawData>;
  /** A runner on these records, closed at the end. */
  readonly runnerOn: (records: readonly ElementRecord[]) => JobRunner;
}

export interface TrainResult {
  readonly run: RunRecord;
  /** The champion that the run's best model became; undefined where the champion of before stayed. */
  readonly champion: Champion | undefined;
}

interface Fitted {
  readonly record: ModelRecord;
  readonly bytes?: Uint8Array;
}

/**
 * Reads and cleans the data, fits and scores all candidates, keeps all of it, and crowns the best one where it beats the champion on the same rows.
 * @throws `INVALID_OPTION`, `INVALID_INPUT` where no row or no model is left, `ABORTED`, `STORE_FAILED`; nothing but data and log were then written.
 */
export async function trainRun(parts: TrainParts, { signal, onProgress }: TrainOptions = {}): Promise<TrainResult> {
  const { config, registry, store } = parts;
  const start = performance.now();
  const startedAt = new Date().toISOString();
  const candidates = readCandidates(config, registry);
  const metric = metricOf(config.metric, taskOf(config));
  const id = store.newId();
  await store.log('train', { run: id });

  onProgress?.({ phase: 'reading', done: 0 });
  const raw = await parts.read(signal);
  throwIfAborted(signal);
  const clean = cleanRows(raw, config);
  const rows = splitRows(clean.records, config.split);
  const sha256 = await store.saveData(clean.records);
  const records = withoutFields(clean.records, unreadFields(clean.fields, config));
  onProgress?.({ phase: 'reading', done: 1 });

  const fitted: Fitted[] = [];
  const runner = parts.runnerOn(records);
  try {
    for (const candidate of candidates) {
      throwIfAborted(signal);
      const one = await fitCandidate(candidate, { config, clean, rows, metric, runner, store }, { signal, onProgress });
      if (one.record.scores) checkMetric(metric, one.record.scores);
      fitted.push(one);
    }
  } finally {
    runner.close();
  }

  const models = fitted.map(({ record }) => record);
  const best = bestOf(models, metric);
  const { challenger, scores } = { challenger: best.name, scores: best.scores as NonNullable<ModelRecord['scores']> };
  const challenge: Challenge = {
    challenger,
    scores,
    metric,
    promotion: config.promotion,
    test: Array.from(rows.test, (row) => records[row]),
  };
  throwIfAborted(signal);
  onProgress?.({ phase: 'saving', done: 0 });
  const verdict = await judge(store, registry, challenge);
  const { source, read, dropped, fields } = clean;
  const run: RunRecord = {
    id,
    pipeline: config.name,
    startedAt,
    durationMs: Math.round(performance.now() - start),
    code: await store.codeVersion(),
    config,
    data: { source, sha256, read, kept: records.length, dropped, fields, trainRows: rows.train.length, testRows: rows.test.length },
    metric,
    models,
    verdict,
  };
  await store.saveRun(run, new Map(fitted.flatMap(({ record, bytes }) => (bytes ? [[record.name, bytes] as const] : []))));
  await store.log('trained', { run: id, challenger, promote: verdict.promote, reason: verdict.reason });
  const champion = await challengeChampion(store, registry, id, challenge, verdict);
  onProgress?.({ phase: 'saving', done: 1 });
  return { run, champion };
}

interface FitContext {
  readonly config: ResolvedConfig;
  readonly clean: CleanData;
  readonly rows: RowSplit;
  readonly metric: MetricRule;
  readonly runner: JobRunner;
  readonly store: RunStore;
}

/** Searches a candidate's options where it wants that, and fits it on all training rows. What goes wrong with it is kept in its place. */
async function fitCandidate(candidate: Candidate, context: FitContext, { signal, onProgress }: TrainOptions): Promise<Fitted> {
  const { name, type } = candidate;
  const { rows, runner, store } = context;
  let found: SearchResult | undefined;
  const start = performance.now();
  const options = () => found?.best.options ?? candidate.options;
  const tried = () => (found === undefined ? {} : { trials: found.trials });
  try {
    found = await searchFor(candidate, context, { signal, onProgress });
    const tell = (done: number): void => onProgress?.({ phase: 'fitting', done, candidate: name });
    tell(0);
    const job = { type, options: options(), fit: rows.train, score: rows.test, keep: true };
    const { scores, fitMs, scoreMs, bytes } = await runner.run(job, { signal, onProgress: ({ done }) => tell(done) });
    tell(1);
    const kept = bytes as Uint8Array;
    const record = { name, type, options: options(), scores, fitMs, scoreMs, bytes: kept.length, sha256: store.hash(kept), ...tried() };
    return { record, bytes: kept };
  } catch (error) {
    if (endsTheRun(error) || !(error instanceof Error)) throw error;
    const fitMs = performance.now() - start;
    return {
      record: { name, type, options: options(), scores: null, fitMs, scoreMs: 0, bytes: 0, sha256: '', ...tried(), error: error.message },
    };
  }
}

async function searchFor(
  { name, type, options, space, search }: Candidate,
  { config, clean, rows, metric, runner }: FitContext,
  { signal, onProgress }: TrainOptions,
): Promise<SearchResult | undefined> {
  if (search === undefined) return undefined;
  const split = { ...config.split, testShare: search.validationShare };
  const inner = splitAgain(clean.records, rows.train, split, `${search.seed}`);
  return searchOptions({
    type,
    options,
    space,
    search,
    metric,
    rows: inner,
    runner,
    signal,
    onProgress: (done) => onProgress?.({ phase: 'searching', done, candidate: name }),
  });
}

/** The best model by the metric, of equal ones the first. */
function bestOf(models: readonly ModelRecord[], metric: MetricRule): ModelRecord {
  const scored = models.filter(({ scores }) => scores !== null);
  if (scored.length === 0) {
    const why = models.map(({ name, error }) => `${name}: ${error}`).join('; ');
    throw new ElementsClusteringError('INVALID_INPUT', `no candidate could be fitted: ${why}`);
  }
  return scored.reduce((best, model) => (gainOf(metric, model.scores as never, best.scores as never) > 0 ? model : best));
}
