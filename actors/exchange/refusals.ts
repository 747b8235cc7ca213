/** Channels that no call can be made of: they hear why in Asterisk's own words and are hung up. */
import { getLogger } from "@logtape/logtape";
import type { Channel } from "@/telephony/ari/generated/models.ts";
import type { Ari } from "@/telephony/ari/port.ts";

const log = getLogger(["kommutator", "exchange"]);

/** Asterisk core sound, in every language pack. */
const UNSUPPORTED = ["sound:feature-not-avail-line"];
/** Refusals under way at most; more are hung up at once. */
const MOST = 200;
const PREFIX = "refusal-";

export class Refusals {
  #playing = new Set<string>();

  constructor(readonly ari: Pick<Ari, "call">) {}

  refuse(channel: Channel): void {
    const { id } = channel;
    if (this.#playing.size >= MOST) return this.#hangUp(id);
    this.#playing.add(id);
    const key = id;
    const media = { channelId: id, playbackId: PREFIX + id, media: UNSUPPORTED, lang: channel.language };
    this.ari.call("answer", { channelId: id }, { key }).catch(() => {});
    this.ari.call("channels.playWithId", media, { key }).catch(() => this.#hangUp(id));
  }

  /** True when the playback was one of ours. */
  played(playback: string): boolean {
    if (!playback.startsWith(PREFIX)) return false;
    this.#hangUp(playback.slice(PREFIX.length));
    return true;
  }

  /** True when the channel was one of ours. */
  gone(channel: string): boolean {
    return this.#playing.delete(channel);
  }

  #hangUp(channelId: string): void {
    this.ari.call("hangup", { channelId, reason: "normal" }, { key: channelId }).catch((error) => {
      log.debug("hang-up of {channelId}: {error}", { channelId, error: String(error) });
    });
  }
}
