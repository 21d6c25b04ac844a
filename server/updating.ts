import type { Input } from '../src/core/types.ts';
import type { UpdateOptions } from '../src/estimators/update/update.ts';
import { type ClusterDescription, ElementsClustering, type Update } from '../src/index.ts';

/** What an update did, as plain JSON data. */
export interface UpdateSummary extends Pick<Update, 'repeated' | 'joined' | 'waiting'> {
  readonly rows: number;
  /** Clusters that there are now. */
  readonly clusters: number;
  /** One a row; -1 for a row that waits. */
  readonly labels: readonly number[];
  readonly newLabels: readonly NewLabel[];
  /** How far each centroid went that moved, with the label of its cluster. */
  readonly drift: readonly { readonly label: number; readonly distance: number }[];
}

/** A label that was given for the first time, and what its cluster is. */
export type NewLabel = Update['newLabels'][number] & Pick<ClusterDescription, 'fields' | 'distinctions' | 'selector'>;

/** The bytes of a model once it has taken more rows in, and what that did. The bytes given stay as they are. Throws as `update` does, and `CORRUPT_MODEL`. */
export async function updateBytes(
  bytes: Uint8Array,
  input: Input,
  options: UpdateOptions,
): Promise<{ readonly bytes: Uint8Array; readonly summary: UpdateSummary }> {
  const clustering = ElementsClustering.fromBytes(bytes);
  const { labels, newLabels, repeated, joined, waiting, drift } = await clustering.update(input, options);
  const described = newLabels.length > 0 ? await clustering.describe() : [];
  const { ids } = clustering;
  const summary = {
    rows: labels.length,
    clusters: new Set(ids).size,
    labels: [...labels],
    newLabels: newLabels.map((found): NewLabel => {
      const { fields, distinctions, selector } = described.find(({ label }) => label === found.label) as ClusterDescription;
      return { ...found, fields, distinctions, selector };
    }),
    repeated,
    joined,
    waiting,
    drift: [...drift].flatMap((distance, centroid) => (distance > 0 ? [{ label: ids[centroid], distance }] : [])),
  };
  return { bytes: clustering.toBytes(), summary };
}
