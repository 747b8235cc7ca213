/** Doing something from the desk: a POST whose refusal becomes a message. Answers whether it was done. */
import { type Answer, post } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import type { Translate } from "@/components/i18n.ts";

export type Act = (path: string, body?: unknown) => Promise<boolean>;

export function actor(t: Translate): Act {
  return async (path, body) => explain(await post(path, body), t);
}

/** Says a refusal aloud. */
export function explain(answer: Answer<unknown>, t: Translate): boolean {
  if (!answer.ok) toast("bad", t(answer.code, answer.detail));
  return answer.ok;
}
