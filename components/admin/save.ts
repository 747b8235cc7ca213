/** Saving a record from a form: the refusal is shown at the form, success leads on. */
import { useState } from "preact/hooks";
import { type Answer, call } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export interface Saving {
  busy: boolean;
  /** Already in words. */
  error: string | null;
  /** Answers whether it was saved. With `to`, goes there; else says that it is saved. */
  run<T>(
    method: Parameters<typeof call>[0],
    path: string,
    body: unknown,
    to?: string | ((value: T) => string),
  ): Promise<boolean>;
}

export function useSaving(): Saving {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  return {
    busy,
    error,
    async run<T>(
      method: Parameters<typeof call>[0],
      path: string,
      body: unknown,
      to?: string | ((value: T) => string),
    ) {
      setBusy(true);
      setError(null);
      const answer: Answer<T> = await call<T>(method, path, body);
      setBusy(false);
      if (!answer.ok) {
        setError(t(answer.code, answer.detail));
        return false;
      }
      if (to === undefined) toast("good", t("shell.saved"));
      else location.assign(typeof to === "string" ? to : to(answer.value));
      return true;
    },
  };
}
