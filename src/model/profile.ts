import type { Clustering } from '../estimators/fit.ts';

/** What a model tells of its clusters in the user's own fields, as the bytes of a container: `packProfile` says what is in it, and `unpackProfile` reads it. */
export type Profile = Uint8Array;

/** A clustering with what is told of its clusters. */
export interface DescribedClustering extends Clustering {
  /** By label; a name stays with its label. */
  readonly names: readonly string[];
  readonly profile: Profile;
}
