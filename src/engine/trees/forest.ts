/**
 * Trees on binned columns, one after the other. A tree's nodes are numbered from its root, 0; the right child of a split follows the left one.
 *
 * A split by number sends left the bins with (bin − shift) mod 256 < limit: bins 1 to limit where shift is 1, and bin 0, of what is missing, too
 * where shift is 0. A split by category (shift 2) sends left the bins that are in its set.
 */
export interface Forest {
  /** Where each tree's nodes begin. */
  readonly roots: Uint32Array;
  /** Splits on the longest way from each root. */
  readonly depths: Uint32Array;
  /** Feature of each split. */
  readonly features: Uint16Array;
  readonly shifts: Uint8Array;
  readonly limits: Uint8Array;
  /** Left child of each split; 0 for leaves. */
  readonly children: Uint32Array;
  /** Of a leaf its value; of a split by category the number of its set; else 0. */
  readonly values: Float64Array;
  /** 32 bytes a set, bit `bin & 7` of byte `bin >> 3` for each bin. */
  readonly sets: Uint8Array;
}

/** The shift that marks a split by category. */
export const CATEGORY = 2;
/** Bytes of a set. */
export const SET_BYTES = 32;
/** Bytes of a node in the module's memory. */
export const NODE_BYTES = 16;

/** The nodes as the module of trees has them: see `assembly/trees/walk.ts`. */
export function packNodes({ roots, features, shifts, limits, children, values }: Omit<Forest, 'depths' | 'sets'>): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * NODE_BYTES));
  for (let tree = 0; tree < roots.length; tree++) {
    const end = tree + 1 < roots.length ? roots[tree + 1] : values.length;
    for (let node = roots[tree]; node < end; node++) {
      const at = node * NODE_BYTES;
      view.setUint16(at, features[node], true);
      view.setUint8(at + 2, shifts[node]);
      view.setUint8(at + 3, limits[node]);
      view.setUint32(at + 4, children[node] || node - roots[tree] - 1, true); // a step from a leaf leads to itself
      view.setFloat64(at + 8, values[node], true);
    }
  }
  return new Uint8Array(view.buffer);
}

/** A function of a row of bins: `base` and the value of the leaf of each tree that it ends in, added up in order. */
export function forestWalker({
  roots,
  depths,
  features,
  shifts,
  limits,
  children,
  values,
  sets,
}: Forest): (bins: Uint8Array, base: number) => number {
  // two words a node, side by side: feature, shift and limit; the left child, or what leads back to a leaf itself
  const words = new Uint32Array(values.length * 2);
  for (let tree = 0; tree < roots.length; tree++) {
    const end = roots[tree + 1] ?? values.length;
    for (let node = roots[tree]; node < end; node++) {
      words[2 * node] = features[node] | (shifts[node] << 16) | (limits[node] << 24);
      words[2 * node + 1] = children[node] === 0 ? node - 1 : roots[tree] + children[node];
    }
  }
  const next = (node: number, bins: Uint8Array): number => {
    const test = words[2 * node];
    const bin = bins[test & 0xffff];
    const shift = (test >> 16) & 255;
    const left =
      shift === CATEGORY ? (sets[values[node] * SET_BYTES + (bin >> 3)] >> (bin & 7)) & 1 : (((bin - shift) & 255) - (test >>> 24)) >>> 31; // 1 below the limit, without a branch
    return (words[2 * node + 1] + 1 - left) | 0;
  };
  return (bins, base) => {
    let sum = base;
    let tree = 0;
    // four trees side by side: while one step waits for memory the others go on
    for (; tree + 4 <= roots.length; tree += 4) {
      let [a, b, c, d] = [roots[tree], roots[tree + 1], roots[tree + 2], roots[tree + 3]];
      const depth = Math.max(depths[tree], depths[tree + 1], depths[tree + 2], depths[tree + 3]);
      for (let level = 0; level < depth; level++) {
        a = next(a, bins);
        b = next(b, bins);
        c = next(c, bins);
        d = next(d, bins);
      }
      sum = sum + values[a] + values[b] + values[c] + values[d];
    }
    for (; tree < roots.length; tree++) {
      let node = roots[tree];
      for (let level = 0; level < depths[tree]; level++) node = next(node, bins);
      sum += values[node];
    }
    return sum;
  };
}
