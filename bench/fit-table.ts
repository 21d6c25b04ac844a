import { ALONE, AT_ONCE, type Fit, type FitResult, NATIVE, OURS, SCRIPTS } from './fits.ts';
import { geometricMean, type Times } from './measure.ts';
import { type Section, showMs, showRatio } from './report.ts';
import type { Unable } from './runner.ts';

/** Relative difference of inertia that is flagged. */
const FLAGGED = 1e-4;
/** Milliseconds on one thread beyond which a fit is long enough for several threads. */
const LONG = 200;
/** Relative difference of inertia from which it is another answer, and no ratio is given. */
const ANOTHER = 1e-2;

/** The table of ratios for one number of threads, and their means. */
export function fitSection(results: readonly FitResult[], threads: number): Section {
  const peers = [...(threads === 1 ? [] : [ALONE, AT_ONCE]), ...NATIVE, ...(threads === 1 ? SCRIPTS : [])].filter((name) =>
    results.some(({ libraries }) => libraries.has(name)),
  );
  return {
    title: `Whole fits, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    about: [
      'From f32 rows in the form each library likes best to labels and centroids: same rows, same first centroids, tolerance 0, the same',
      'most iterations; faiss, which has no stopping rule, is told the iterations that ours took. One judge computes the inertia of all',
      `centroids in f64; a relative difference above ${FLAGGED} is flagged, positive where the library's inertia is higher.`,
      ...(threads === 1 ? [] : [`"${AT_ONCE}", one a processor, by the time of one: the most that several threads could give.`]),
    ].join('\n'),
    head: ['shape', 'rows × columns', 'k', 'data', 'iterations', 'ours, ms (least–most)', ...peers, 'best native', 'inertia differs by'],
    rows: results.map((result) => rowOf(result, peers)),
    summary: summarise(results),
  };
}

function rowOf({ shape, size, libraries }: FitResult, peers: readonly string[]): string[] {
  const ours = libraries.get(OURS);
  const head = [shape.id, size.map((n) => n.toLocaleString('en')).join(' × '), `${shape.k}`, shape.about];
  if (ours === undefined || 'unable' in ours) return [...head, '', ours?.unable ?? '', ...peers.map(() => ''), '', ''];
  const cells = peers.map((name) => cellOf(ours, libraries.get(name)));
  const ms = `${showMs(ours.median)} (${showMs(ours.times[0])}–${showMs(ours.times[ours.times.length - 1])})`;
  const best = bestRatio(libraries);
  const differences = peers.map((name) => Math.abs(difference(ours, libraries.get(name)) ?? 0));
  return [
    ...head,
    `${ours.answer.iterations}`,
    ms,
    ...cells,
    best === undefined ? '–' : showRatio(best),
    Math.max(...differences).toExponential(0),
  ];
}

function cellOf(ours: Times<Fit>, peer: Times<Fit> | Unable | undefined): string {
  if (peer === undefined) return '–';
  if ('unable' in peer) return peer.unable;
  if (peer.answer.empty > ours.answer.empty) return `${peer.answer.empty} empty clusters`;
  const off = difference(ours, peer) as number;
  if (Number.isNaN(off)) return 'NaN';
  const flag = `inertia ${off > 0 ? '+' : ''}${off.toExponential(0)}`;
  if (Math.abs(off) > ANOTHER) return flag;
  const ratio = showRatio(peer.median / ours.median);
  return Math.abs(off) > FLAGGED ? `${ratio} (${flag})` : ratio;
}

function difference(ours: Times<Fit>, peer: Times<Fit> | Unable | undefined): number | undefined {
  return peer === undefined || 'unable' in peer ? undefined : peer.answer.inertia / ours.answer.inertia - 1;
}

/** How many times faster than a library; undefined where it answered something else or nothing. */
function ratioTo(libraries: FitResult['libraries'], name: string): number | undefined {
  const ours = libraries.get(OURS);
  const peer = libraries.get(name);
  if (ours === undefined || peer === undefined || 'unable' in ours || 'unable' in peer) return undefined;
  const same = peer.answer.empty <= ours.answer.empty && Math.abs(difference(ours, peer) as number) <= ANOTHER;
  return same ? peer.median / ours.median : undefined;
}

function bestRatio(libraries: FitResult['libraries']): number | undefined {
  const ratios = NATIVE.map((name) => ratioTo(libraries, name)).filter((ratio) => ratio !== undefined);
  return ratios.length === 0 ? undefined : Math.min(...ratios);
}

function summarise(results: readonly FitResult[]): string[] {
  const dense = results.filter(({ shape }) => !shape.about.startsWith('sparse'));
  const best = (some: readonly FitResult[]): number[] =>
    some.map(({ libraries }) => bestRatio(libraries)).filter((ratio) => ratio !== undefined);
  const between = (from: number, to: number): FitResult[] => dense.filter(({ size }) => size[1] >= from && size[1] <= to);
  const script = between(16, 128).map(({ libraries }) => ratioTo(libraries, 'ml-kmeans'));
  const long = results.filter(({ libraries }) => {
    const alone = libraries.get(ALONE);
    return alone !== undefined && !('unable' in alone) && alone.median > LONG;
  });
  const against = (name: string): number[] => long.map(({ libraries }) => ratioTo(libraries, name)).filter((ratio) => ratio !== undefined);
  const lines: [string, number[], (ratios: number[]) => number][] = [
    [`fits that take one thread more than ${LONG} ms, geometric mean against ours on one thread`, against(ALONE), geometricMean],
    ['the same fits against as many at once on one thread each, by the time of one', against(AT_ONCE), geometricMean],
    ['dense shapes, geometric mean against the best of scikit-learn and faiss', best(dense), geometricMean],
    [
      'dense shapes of at most 128 columns, the worst against the best of scikit-learn and faiss',
      best(between(1, 128)),
      (r) => Math.min(...r),
    ],
    ['784 columns, geometric mean against the best of scikit-learn and faiss', best(between(784, 784)), geometricMean],
    ['16 to 128 columns, geometric mean against ml-kmeans', script.filter((ratio) => ratio !== undefined), geometricMean],
  ];
  return lines
    .filter(([, ratios]) => ratios.length > 0)
    .map(([what, ratios, mean]) => `${what}: ${showRatio(mean(ratios))} (${ratios.length} shapes)`);
}
