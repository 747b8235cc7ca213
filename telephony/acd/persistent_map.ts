/**
 * A persistent string-keyed map made of plain JSON values, for actor states that hold hundreds of small records.
 *
 * Why not a plain record: `{...agents, [id]: next}` copies every key, 15 to 30 µs at 300 to 500 keys, on every turn.
 * Why not `Map`: states are snapshotted as JSON. Why not change in place: `reduce` is pure, the shell may still hold the
 * old state (a refused or crashed turn goes back to it). Here a change copies one array of 64 pointers and one bucket
 * of a few pairs, 0.1 to 0.3 µs up to some thousand keys; everything else is shared with the old version.
 *
 * The order of iteration depends on the history of changes, so nothing may be decided by it.
 */

const BUCKETS = 64;

type Pair<V> = readonly [key: string, value: V];

export interface PersistentMap<V> {
  readonly size: number;
  readonly buckets: readonly (readonly Pair<V>[])[];
}

const NOTHING: readonly never[] = Object.freeze([]);
const EMPTY: PersistentMap<never> = Object.freeze({
  size: 0,
  buckets: Object.freeze(Array.from({ length: BUCKETS }, () => NOTHING)),
});

export function emptyMap<V>(): PersistentMap<V> {
  return EMPTY;
}

/** FNV-1a, 32 bits: the same on every machine, which replay needs. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function bucketOf(key: string): number {
  const hash = hashText(key);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}

export function getKey<V>(map: PersistentMap<V>, key: string): V | undefined {
  const bucket = map.buckets[bucketOf(key)];
  for (let i = 0; i < bucket.length; i++) if (bucket[i][0] === key) return bucket[i][1];
  return undefined;
}

export function withKey<V>(map: PersistentMap<V>, key: string, value: V): PersistentMap<V> {
  const slot = bucketOf(key);
  const bucket = map.buckets[slot].slice();
  let at = 0;
  while (at < bucket.length && bucket[at][0] !== key) at++;
  const added = at === bucket.length ? 1 : 0;
  bucket[at] = [key, value];
  const buckets = map.buckets.slice();
  buckets[slot] = bucket;
  return { size: map.size + added, buckets };
}

export function withoutKey<V>(map: PersistentMap<V>, key: string): PersistentMap<V> {
  const slot = bucketOf(key);
  const bucket = map.buckets[slot];
  const rest = bucket.filter((pair) => pair[0] !== key);
  if (rest.length === bucket.length) return map;
  const buckets = map.buckets.slice();
  buckets[slot] = rest;
  return { size: map.size - 1, buckets };
}

export function eachEntry<V>(map: PersistentMap<V>, visit: (value: V, key: string) => void): void {
  if (map.size === 0) return;
  for (const bucket of map.buckets) {
    for (let i = 0; i < bucket.length; i++) visit(bucket[i][1], bucket[i][0]);
  }
}

export function valuesOf<V>(map: PersistentMap<V>): V[] {
  const values: V[] = [];
  eachEntry(map, (value) => values.push(value));
  return values;
}

export function mapOf<V>(entries: Iterable<Pair<V>>): PersistentMap<V> {
  const buckets: Pair<V>[][] = Array.from({ length: BUCKETS }, () => []);
  let size = 0;
  for (const [key, value] of entries) {
    const bucket = buckets[bucketOf(key)];
    const at = bucket.findIndex((pair) => pair[0] === key);
    if (at < 0) size++;
    bucket[at < 0 ? bucket.length : at] = [key, value];
  }
  return { size, buckets };
}
