import type { StepSums } from '../engine/kernel.ts';

/** What a step did to the rows of neighbouring chunks: of `size` chunks, a power of two, from number `first` on, a multiple of it. */
export interface SumsNode extends StepSums {
  readonly first: number;
  readonly size: number;
}

/**
 * Adds up what steps did, chunk by chunk: 0 and 1, 2 and 3, then these together, and so on, whoever has which chunks. So any number of workers comes to the same
 * bits, and each sends little more than one set of sums.
 */
export class SumsTree {
  #nodes: SumsNode[] = [];
  #spare: SumsNode[] = [];

  /** The nodes that could not be joined yet, the first chunks first; good until the next call. */
  get nodes(): readonly SumsNode[] {
    return this.#nodes;
  }

  /** Starts anew, in the memory of what was there. */
  clear(): void {
    this.#spare.push(...this.#nodes);
    this.#nodes = [];
  }

  /** Takes in a node behind those before. It becomes the tree's own where `isOwn`, and else is good just for this call. */
  add(node: SumsNode, isOwn: boolean): void {
    let right = node;
    let owned = isOwn;
    for (let left = this.#nodes.at(-1); left && areBrothers(left, right); left = this.#nodes.at(-1)) {
      this.#nodes.pop();
      const parent = { first: left.first, size: left.size + right.size };
      if (right.changed > 0 && left.changed > 0) addTo(left, right);
      // where one of them changed nothing, the other is the sum
      const keepsRight = left.changed === 0 && right.changed > 0;
      const kept = keepsRight ? (owned ? right : copyOf(right, this.#spare.pop())) : left;
      if (keepsRight || owned) this.#spare.push(keepsRight ? left : right);
      right = { ...kept, ...parent, changed: left.changed + right.changed };
      owned = true;
    }
    this.#nodes.push(owned ? right : copyOf(right, this.#spare.pop()));
  }

  /** All nodes as one, which has the last ones joined first. Undefined where there is none. */
  total(): StepSums | undefined {
    return this.#nodes.reduceRight<StepSums | undefined>((right, left) => {
      if (right === undefined || right.changed === 0) return left;
      if (left.changed === 0) return right;
      addTo(left, right);
      return { ...left, changed: left.changed + right.changed };
    }, undefined);
  }
}

/** A copy of a node, in the memory of another where that is there and for as many clusters and columns, else in its own. */
export function copyOf({ sums, totals, members, touched, ...rest }: SumsNode, spare?: SumsNode): SumsNode {
  if (spare?.sums.length !== sums.length || spare.totals.length !== totals.length) {
    return { ...rest, sums: sums.slice(), totals: totals.slice(), members: members.slice(), touched: touched.slice() };
  }
  spare.sums.set(sums);
  spare.totals.set(totals);
  spare.members.set(members);
  spare.touched.set(touched);
  return { ...spare, ...rest };
}

function areBrothers(left: SumsNode, right: SumsNode): boolean {
  return left.size === right.size && left.first % (2 * left.size) === 0;
}

/** Adds sums to others of as many clusters, whose `changed` stays. */
export function addTo(to: Pick<StepSums, 'sums' | 'totals' | 'members' | 'touched'>, from: StepSums): void {
  const { sums, totals, members, touched } = from;
  const sumsTo = to.sums;
  const columns = sums.length / totals.length;
  for (let c = 0; c < totals.length; c++) {
    if (touched[c] === 0) continue;
    to.touched[c] = 1;
    to.totals[c] += totals[c];
    to.members[c] += members[c];
    for (let i = c * columns; i < (c + 1) * columns; i++) sumsTo[i] += sums[i];
  }
}
