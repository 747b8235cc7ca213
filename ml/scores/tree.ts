/**
 * One regression tree on gradients, by histograms (Chen and Guestrin 2016; categories as in Ke et al. 2017): the unknown
 * goes where it fits best, categories are split by sets. Pure and deterministic.
 */
import { type Bins, binsOf } from "@/ml/scores/features.ts";

export type Node =
  & { value: number }
  & (
    | { feature: null }
    | { feature: number; upTo: number; unknownLeft: boolean; left: number; right: number }
    | { feature: number; among: number[]; left: number; right: number }
  );

/** Nodes; the first is the root. `value` of each is what it would answer as a leaf. */
export type Tree = Node[];

export interface TreeSettings {
  depth: number;
  /** Ridge on the leaves' values. */
  ridge: number;
  /** Least sum of hessians (for log loss about a quarter of the rows) in a leaf. */
  leastWeight: number;
  /** Ridge on top for sets of several categories, which fit noise more easily. */
  setRidge: number;
}

interface Split {
  gain: number;
  feature: number;
  upTo?: number;
  unknownLeft?: boolean;
  among?: number[];
}

/** Sums of gradient, hessian by bin of each feature: `[offset[feature] + bin] * 2`. */
type Histogram = Float64Array;

export interface Gradients {
  gradient: Float64Array;
  hessian: Float64Array;
}

/** Grows a tree on some rows and features. */
export function growTree(
  bins: Bins,
  { gradient, hessian }: Gradients,
  { rows, features, settings }: { rows: Int32Array; features: readonly number[]; settings: TreeSettings },
): Tree {
  const offset = new Map<number, number>();
  let width = 0;
  for (const feature of features) {
    offset.set(feature, width);
    width += binsOf(bins.features[feature]);
  }
  const tree: Tree = [];
  const histogram = (of: Int32Array): Histogram => {
    const sums = new Float64Array(width * 2);
    for (const feature of features) {
      const column = bins.columns[feature], start = offset.get(feature)!;
      for (let n = 0; n < of.length; n++) {
        const row = of[n], at = (start + column[row]) * 2;
        sums[at] += gradient[row];
        sums[at + 1] += hessian[row];
      }
    }
    return sums;
  };

  const grow = (of: Int32Array, depth: number, sums: Histogram | null): number => {
    let g = 0, h = 0;
    for (let n = 0; n < of.length; n++) {
      g += gradient[of[n]];
      h += hessian[of[n]];
    }
    const at = tree.length;
    tree.push({ value: -g / (h + settings.ridge), feature: null });
    if (sums === null || h < 2 * settings.leastWeight) return at;
    let best: Split | null = null;
    for (const feature of features) {
      const found = bestSplit(sums, { g, h, feature, start: offset.get(feature)!, bins, settings });
      if (found && (best === null || found.gain > best.gain)) best = found;
    }
    if (best === null) return at;
    const column = bins.columns[best.feature];
    const { left: leftRows, right: rightRows } = divide(of, column, best);
    let leftSums: Histogram | null = null, rightSums: Histogram | null = null;
    if (depth + 1 < settings.depth) {
      const leftSmaller = leftRows.length <= rightRows.length;
      const small = histogram(leftSmaller ? leftRows : rightRows);
      const large = sums;
      for (let n = 0; n < large.length; n++) large[n] -= small[n];
      [leftSums, rightSums] = leftSmaller ? [small, large] : [large, small];
    }
    const left = grow(leftRows, depth + 1, leftSums);
    const right = grow(rightRows, depth + 1, rightSums);
    const { value } = tree[at];
    tree[at] = best.among
      ? { value, feature: best.feature, among: best.among, left, right }
      : { value, feature: best.feature, upTo: best.upTo!, unknownLeft: best.unknownLeft!, left, right };
    return at;
  };
  grow(rows, 0, settings.depth > 0 ? histogram(rows) : null);
  return tree;
}

function divide(
  of: Int32Array,
  column: Uint8Array,
  split: Split,
): { left: Int32Array; right: Int32Array } {
  const isLeft = Uint8Array.from({ length: 256 }, (_, bin) => goesLeft(split, bin) ? 1 : 0);
  const left = new Int32Array(of.length), right = new Int32Array(of.length);
  let lefts = 0, rights = 0;
  for (let n = 0; n < of.length; n++) {
    if (isLeft[column[of[n]]]) left[lefts++] = of[n];
    else right[rights++] = of[n];
  }
  return { left: left.subarray(0, lefts), right: right.subarray(0, rights) };
}

function goesLeft(split: { upTo?: number; unknownLeft?: boolean; among?: number[] }, bin: number): boolean {
  if (split.among) return split.among.includes(bin);
  return bin === 0 ? split.unknownLeft! : bin <= split.upTo!;
}

interface Place {
  g: number;
  h: number;
  feature: number;
  start: number;
  bins: Bins;
  settings: TreeSettings;
}

function bestSplit(sums: Histogram, place: Place): Split | null {
  return place.bins.features[place.feature].kind === "number" ? byOrder(sums, place) : bySet(sums, place);
}

/** Gain over no split; negative infinity where a side is too light. */
function gainOf(place: Place, ridge: number, { g, h }: { g: number; h: number }): number {
  const { leastWeight } = place.settings;
  const otherG = place.g - g, otherH = place.h - h;
  if (h < leastWeight || otherH < leastWeight) return -Infinity;
  return g * g / (h + ridge) + otherG * otherG / (otherH + ridge) -
    place.g * place.g / (place.h + place.settings.ridge);
}

function byOrder(sums: Histogram, place: Place): Split | null {
  const { start, feature, settings: { ridge } } = place;
  const count = binsOf(place.bins.features[feature]);
  const unknownG = sums[start * 2], unknownH = sums[start * 2 + 1];
  let best: Split | null = null, g = 0, h = 0;
  for (let bin = 1; bin < count; bin++) {
    g += sums[(start + bin) * 2];
    h += sums[(start + bin) * 2 + 1];
    // Nobody was unknown here: whoever will be goes with the heavier side.
    for (const unknownLeft of unknownH > 1e-9 ? [true, false] : [h > place.h / 2]) {
      const gain = gainOf(place, ridge, unknownLeft ? { g: g + unknownG, h: h + unknownH } : { g, h });
      if (gain > (best?.gain ?? 1e-9)) best = { gain, feature, upTo: bin, unknownLeft };
    }
  }
  return best;
}

function bySet(sums: Histogram, place: Place): Split | null {
  const { start, feature, settings: { ridge, setRidge } } = place;
  const count = binsOf(place.bins.features[feature]);
  const seen: { bin: number; g: number; h: number }[] = [];
  const unseen: number[] = [];
  for (let bin = 0; bin < count; bin++) {
    const g = sums[(start + bin) * 2], h = sums[(start + bin) * 2 + 1];
    if (h > 1e-9) seen.push({ bin, g, h });
    else unseen.push(bin);
  }
  let best: { gain: number; among: number[]; h: number } | null = null;
  for (const { bin, g, h } of seen) {
    const gain = gainOf(place, ridge, { g, h });
    if (gain > (best?.gain ?? 1e-9)) best = { gain, among: [bin], h };
  }
  if (seen.length > 3) {
    const order = seen.toSorted((a, b) => a.g / (a.h + setRidge) - b.g / (b.h + setRidge) || a.bin - b.bin);
    let g = 0, h = 0;
    for (let n = 0; n + 1 < order.length; n++) {
      g += order[n].g;
      h += order[n].h;
      const gain = gainOf(place, ridge + setRidge, { g, h });
      if (gain > (best?.gain ?? 1e-9)) best = { gain, among: order.slice(0, n + 1).map(({ bin }) => bin), h };
    }
  }
  if (best === null) return null;
  const among = best.h > place.h / 2 ? [...best.among, ...unseen] : best.among;
  return { gain: best.gain, feature, among };
}

/** The leaf's value for a row; with `path`, tells each step down: which feature changed the value by how much. */
export function follow(
  tree: Tree,
  bins: Bins,
  { row, path }: { row: number; path?: (feature: number, by: number) => void },
): number {
  let node = tree[0];
  while (node.feature !== null) {
    const next: Node = tree[goesLeft(node, bins.columns[node.feature][row]) ? node.left : node.right];
    path?.(node.feature, next.value - node.value);
    node = next;
  }
  return node.value;
}
