/** Which node acts for which actors: shards by a hash of the id. One node owns them all here; leases are in `store/`. */
import type { ActorId, Placement } from "./types.ts";

export const SHARDS = 64;

/** The shard of an actor: FNV-1a over its id. Never changes, or two nodes would both think they own an actor. */
export function shardOf(id: ActorId, shards = SHARDS): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash ^= id.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/** A node that owns everything and never loses it. */
export const singleNode: Placement = {
  owns: () => true,
  epoch: () => 1,
  onLost: () => () => {},
};
