import { ElementsClusteringError, show } from '../core/errors.ts';
import type { ElementRecord } from '../core/types.ts';
import type { Scores } from '../estimators/estimator.ts';
import type { EstimatorRegistry } from '../model/registry.ts';
import type { ResolvedConfig } from './config.ts';
import type { Champion, ModelReference, RunStore, Verdict } from './history.ts';
import { gainOf, type MetricRule } from './metric.ts';

/** The best model of a run, and what it is compared on. */
export interface Challenge {
  readonly challenger: string;
  readonly scores: Scores;
  /** Held-out rows, without the fields that models never see. */
  readonly test: readonly ElementRecord[];
  readonly metric: MetricRule;
  readonly promotion: ResolvedConfig['promotion'];
}

/**
 * Compares a challenger with the champion of now, both on the challenger's held-out rows. A champion that cannot be scored on them (it is damaged, or
 * reads other fields) keeps its place until someone promotes another.
 */
export async function judge(store: RunStore, registry: EstimatorRegistry, challenge: Challenge): Promise<Verdict> {
  const { challenger, metric, promotion } = challenge;
  const champion = await store.champion();
  const hold = promotion.automatic ? '' : '; promotion is not automatic';
  if (champion === undefined) {
    const scored = typeof challenge.scores[metric.score] === 'number';
    const reason = scored ? `there was no champion before${hold}` : `${metric.score} is not defined on the rows held out`;
    return { challenger, champion: null, gain: null, promote: scored && promotion.automatic, reason };
  }
  const { run, model, version } = champion;
  const { scores, error } = await scoreAgain(store, registry, champion, challenge.test);
  const compared = { run, model, version, scores, ...(error === undefined ? {} : { error }) };
  if (scores === null) {
    return { challenger, champion: compared, gain: null, promote: false, reason: `the champion could not be scored: ${error}` };
  }
  const gain = gainOf(metric, challenge.scores, scores);
  const better = gain > promotion.minGain;
  const reason = `${metric.score} ${shown(challenge.scores[metric.score])} against ${shown(scores[metric.score])} of the champion on the same rows`;
  const finite = Number.isFinite(gain) ? gain : null;
  return { challenger, champion: compared, gain: finite, promote: better && promotion.automatic, reason: reason + (better ? hold : '') };
}

async function scoreAgain(
  store: RunStore,
  registry: EstimatorRegistry,
  reference: ModelReference,
  test: readonly ElementRecord[],
): Promise<{ scores: Scores | null; error?: string }> {
  try {
    return { scores: await registry.fromBytes(await modelBytes(store, reference)).evaluate(test) };
  } catch (error) {
    return { scores: null, error: (error as Error).message };
  }
}

/** The bytes of a model. Throws `MODEL_NOT_FOUND`. */
export async function modelBytes(store: RunStore, reference: ModelReference): Promise<Uint8Array> {
  const bytes = await store.model(reference);
  if (bytes) return bytes;
  const message = `there is no model ${show(reference.model)} of run ${show(reference.run)}`;
  throw new ElementsClusteringError('MODEL_NOT_FOUND', message, { field: 'model', received: show(reference.model) });
}

/**
 * Makes a model the champion, whatever its scores. Resolves once that would survive a crash.
 * @throws `MODEL_NOT_FOUND`, `CORRUPT_MODEL`, `STORE_FAILED`.
 */
export async function promote(
  store: RunStore,
  registry: EstimatorRegistry,
  reference: ModelReference,
  how: Champion['how'],
  reason: string,
): Promise<Champion> {
  registry.fromBytes(await modelBytes(store, reference)); // what does not load is never served
  for (;;) {
    const before = await store.champion();
    const champion = nextChampion(before, reference, how, reason);
    if (!(await store.crown(champion))) continue;
    await logChange(store, champion);
    return champion;
  }
}

/**
 * Crowns a run's challenger where the verdict says so. Where another run was quicker, judges again against its champion.
 * @returns the champion that it became; undefined where it did not
 */
export async function challengeChampion(
  store: RunStore,
  registry: EstimatorRegistry,
  run: string,
  challenge: Challenge,
  first: Verdict,
): Promise<Champion | undefined> {
  for (let verdict = first; verdict.promote; verdict = await judge(store, registry, challenge)) {
    const before = verdict.champion === null ? undefined : verdict.champion;
    const champion = nextChampion(before, { run, model: verdict.challenger }, 'trained', verdict.reason);
    if (!(await store.crown(champion))) continue;
    await logChange(store, champion);
    return champion;
  }
  return undefined;
}

/**
 * Gives its place back to the champion before, and with every call to one before that.
 * @throws `MODEL_NOT_FOUND` where there is none before.
 */
export async function rollback(store: RunStore, registry: EstimatorRegistry): Promise<Champion> {
  for (;;) {
    const champions = await store.champions();
    const standing: Champion[] = []; // those that were not rolled back, the latest last
    for (const champion of champions) {
      if (champion.how === 'rolled back') standing.pop();
      else standing.push(champion);
    }
    const [now, before] = [standing.at(-1), standing.at(-2)];
    if (now === undefined || before === undefined) {
      throw new ElementsClusteringError('MODEL_NOT_FOUND', 'there is no champion before this one to go back to');
    }
    registry.fromBytes(await modelBytes(store, before));
    const reason = `back from ${now.model} of ${now.run}`;
    const champion = nextChampion(champions.at(-1), before, 'rolled back', reason);
    if (!(await store.crown(champion))) continue;
    await logChange(store, champion);
    return champion;
  }
}

function nextChampion(
  before: { readonly version: number } | undefined,
  { run, model }: ModelReference,
  how: Champion['how'],
  reason: string,
): Champion {
  return { version: (before?.version ?? 0) + 1, run, model, at: new Date().toISOString(), how, reason };
}

function logChange(store: RunStore, { version, run, model, how, reason }: Champion): Promise<void> {
  return store.log('champion', { version, run, model, how, reason });
}

function shown(value: number | null | undefined): string {
  return value === null || value === undefined ? 'undefined' : value.toPrecision(6);
}
