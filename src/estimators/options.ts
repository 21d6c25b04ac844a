import { checkFlag, numberIn, oneOf, optionEntries, wholeIn } from '../core/check-option.ts';
import { invalidOption } from '../core/errors.ts';
import { checkInput, type DenseInput } from '../core/input.ts';
import type { FlatRows, Metric } from '../core/types.ts';
import type { FeatureMode, FeatureOptions } from '../features/types.ts';

/**
 * How k clusters are searched for: `lloyd` is exact k-means; `mini-batch` (Sculley 2010) learns from batches of 1,024 rows drawn at random and
 * `bisecting` (Steinbach, Karypis & Kumar 2000) splits the cluster of most inertia in two until there are k: both for data too large to iterate on.
 */
export type Algorithm = 'lloyd' | 'mini-batch' | 'bisecting';

/**
 * What `k: 'auto'` chooses by, among 2 to `maxClusters` clusters (but at most the square root of the rows that differ): the highest mean `silhouette`
 * (Rousseeuw 1987), the highest `calinski-harabasz` score (1974), the lowest `davies-bouldin` index (1979), or the `elbow` of the inertia: the point
 * farthest below the chord from the first to the last, both axes scaled to 1 (Satopää, Albrecht, Irwin & Raghavan, "Finding a 'Kneedle' in a
 * haystack", 2011), where the first is 1 cluster. Of equally good ones the fewest clusters.
 */
export type Criterion = 'silhouette' | 'calinski-harabasz' | 'davies-bouldin' | 'elbow';

/** What a fit depends on, besides its rows. */
export interface ClusteringOptions {
  /** Number of clusters, or `'auto'` (default) to find it; with given centroids their number. */
  k?: number | 'auto';
  /**
   * What `k: 'auto'` chooses by, see {@link Criterion}. Default: for records in the tokens layout and cosine space the distance `threshold` (DP-means),
   * else `'silhouette'`.
   */
  criterion?: Criterion;
  /**
   * `'lloyd'` (default), `'mini-batch'` or `'bisecting'`, see {@link Algorithm}; the last two need a number for `k`. Whichever it is, every row's
   * label is its nearest centroid, so that `predict` answers the training labels.
   */
  algorithm?: Algorithm;
  /**
   * Start: `'k-means++'` (default), `'random'` rows, or centroids (k rows of numbers, in the units of the data; numeric rows only, and not for
   * `'bisecting'`). `'mini-batch'` draws its start from a sample of the rows.
   */
  init?: 'k-means++' | 'random' | readonly (readonly number[])[] | FlatRows;
  /** Starts with different seeds, the best of which is kept (default 1); for `'bisecting'` starts of each split. */
  nInit?: number;
  /** Iterations of one start at most (default 300): passes over the rows, for `'mini-batch'` batches, for `'bisecting'` passes of one split. */
  maxIterations?: number;
  /**
   * Stop when the squared moves of the centroids sum to less than this share of the mean column variance (default 1e-4); 0: only when no label
   * changes. `'mini-batch'` stops when its smoothed inertia no longer falls instead.
   */
  tolerance?: number;
  /** Default: `'cosine'` for records in the tokens layout, else `'euclidean'`. */
  metric?: Metric;
  /** Whole number that all random choices follow from (default 0). */
  seed?: number;
  /** How records become rows (default `'auto'`); numeric rows ignore it. */
  features?: FeatureMode | FeatureOptions;
  /** Distance at which `k: 'auto'` in cosine token space founds a cluster, 0 to 2 (default 0.25): smaller finds more clusters. */
  threshold?: number;
  /** Most clusters that a criterion is tried on (default 20). */
  maxClusters?: number;
  /** Let `predict` and `assign` answer -1 for rows that never got a label and lie beyond the radius of the nearest cluster (default false). */
  unknown?: boolean;
}

export type ResolvedClusteringOptions = Required<Omit<ClusteringOptions, 'init' | 'metric' | 'criterion'>> & {
  readonly init: 'k-means++' | 'random' | DenseInput;
  readonly metric: Metric | undefined;
  readonly criterion: Criterion | undefined;
};

export const CRITERIA: readonly Criterion[] = ['silhouette', 'calinski-harabasz', 'davies-bouldin', 'elbow'];

const NAMES = [
  'k',
  'algorithm',
  'init',
  'nInit',
  'maxIterations',
  'tolerance',
  'metric',
  'seed',
  'features',
  'threshold',
  'maxClusters',
  'criterion',
  'unknown',
];

/**
 * Fills in the defaults. What `features` holds is checked where records are encoded.
 * @throws `INVALID_OPTION` naming the option, what was expected and what came.
 */
export function resolveClusteringOptions(options: ClusteringOptions = {}): ResolvedClusteringOptions {
  const given = optionEntries('options', options, NAMES);
  const init = resolveInit(given.get('init') ?? 'k-means++');
  const k = given.get('k') ?? (typeof init === 'string' ? 'auto' : init.rows);
  if (k !== 'auto') wholeIn('k', k, 1, 2 ** 24);
  if (typeof init !== 'string' && k !== init.rows) throw invalidOption('k', `${init.rows}, the number of centroids in init`, k);
  const algorithm = oneOf<Algorithm>('algorithm', given.get('algorithm') ?? 'lloyd', ['lloyd', 'mini-batch', 'bisecting']);
  if (k === 'auto' && algorithm !== 'lloyd') throw invalidOption('k', `a whole number with algorithm '${algorithm}'`, k);
  if (typeof init !== 'string' && algorithm === 'bisecting') {
    throw invalidOption('init', "'k-means++' or 'random' with algorithm 'bisecting'", 'rows of numbers');
  }
  return {
    k: k as number | 'auto',
    algorithm,
    init,
    nInit: wholeIn('nInit', given.get('nInit') ?? 1, 1, 10_000),
    maxIterations: wholeIn('maxIterations', given.get('maxIterations') ?? 300, 1, 1_000_000),
    tolerance: numberIn('tolerance', given.get('tolerance') ?? 1e-4, 0, 1e6),
    metric: given.has('metric') ? oneOf<Metric>('metric', given.get('metric'), ['euclidean', 'cosine']) : undefined,
    criterion: given.has('criterion') ? oneOf('criterion', given.get('criterion'), CRITERIA) : undefined,
    seed: wholeIn('seed', given.get('seed') ?? 0, 0, 2 ** 32 - 1),
    features: (given.get('features') ?? 'auto') as FeatureMode | FeatureOptions,
    threshold: numberIn('threshold', given.get('threshold') ?? 0.25, 0, 2),
    maxClusters: wholeIn('maxClusters', given.get('maxClusters') ?? 20, 2, 10_000),
    unknown: checkFlag('unknown', given.get('unknown') ?? false),
  };
}

function resolveInit(init: unknown): 'k-means++' | 'random' | DenseInput {
  if (typeof init === 'string') return oneOf<'k-means++' | 'random'>('init', init, ['k-means++', 'random']);
  try {
    const checked = checkInput(init as FlatRows);
    if (checked.kind === 'dense') return checked;
  } catch (cause) {
    throw invalidOption('init', `'k-means++', 'random' or rows of numbers (${(cause as Error).message})`, init);
  }
  throw invalidOption('init', "'k-means++', 'random' or rows of numbers", init);
}
