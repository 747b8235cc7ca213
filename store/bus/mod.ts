/**
 * Small messages between nodes over LISTEN/NOTIFY: "read this again", never the truth itself. Delivered at most once,
 * to every node that listens, the sender included. Past about a thousand messages a second another adapter is due.
 */
import type { LiveValue } from "@/actors/runtime/types.ts";
import type { Store } from "../store.ts";

/** PostgreSQL's limit is 8,000 bytes with its end; some room is left for it. */
export const MAX_MESSAGE_BYTES = 7_900;

export interface BusHandlers {
  message(message: LiveValue): void;
  /** Messages may have been missed: read again what they stand for. */
  gap?(): void;
}

export interface Bus {
  /** @throws {MessageTooLargeError} send an id instead of the thing */
  publish(topic: string, message: LiveValue): Promise<void>;
  subscribe(topic: string, handlers: BusHandlers): Promise<() => Promise<void>>;
}

export class MessageTooLargeError extends RangeError {
  override name = "MessageTooLargeError";
}

export function pgBus(store: Store, options: { onError?(error: unknown): void } = {}): Bus {
  return {
    async publish(topic, message) {
      const text = JSON.stringify(message);
      const bytes = new TextEncoder().encode(text).length;
      if (bytes > MAX_MESSAGE_BYTES) throw new MessageTooLargeError(`a message of ${bytes} bytes on ${topic}`);
      await store.notify(channel(topic), text);
    },
    subscribe(topic, handlers) {
      return store.listen(channel(topic), {
        message: (payload) => {
          let message: LiveValue;
          try {
            message = JSON.parse(payload);
          } catch (error) {
            return options.onError?.(error); // anybody with a database login can notify
          }
          handlers.message(message);
        },
        gap: () => handlers.gap?.(),
      });
    },
  };
}

function channel(topic: string): string {
  const name = `bus:${topic}`;
  if (!/^[\x20-\x7e]{5,63}$/.test(name)) throw new RangeError(`not a topic of the bus: ${topic.slice(0, 80)}`);
  return name;
}
