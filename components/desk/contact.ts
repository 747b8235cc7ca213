/** The customer of the call in hand: found by number, with the calls that person made before. */
import { useEffect, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import type { DeskContact, PastCall, PresentCall } from "@/components/desk/types.ts";

export interface Lookup {
  state: "none" | "loading" | "found" | "failed";
  contact: DeskContact | null;
  calls: PastCall[];
  present: PresentCall | null;
  retry(): void;
  /** Saves fields; the first save of an unknown caller makes the contact. */
  save(fields: Partial<Pick<DeskContact, "name" | "company" | "note">>): Promise<Answer<DeskContact>>;
}

/** Looks up who has this number, and their calls without the present one. */
export function useContact(number: string | null, present: string | null): Lookup {
  const [state, setState] = useState<Lookup["state"]>("none");
  const [contact, setContact] = useState<DeskContact | null>(null);
  const [calls, setCalls] = useState<PastCall[]>([]);
  const [written, setWritten] = useState<PresentCall | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setContact(null);
    setCalls([]);
    setWritten(null);
    if (!number) return setState("none");
    let stale = false;
    setState("loading");
    const query = new URLSearchParams({ number, ...(present ? { except: present } : {}) });
    void call<{ contact: DeskContact | null; calls: PastCall[]; present: PresentCall | null }>(
      "GET",
      `/api/contacts/lookup?${query}`,
    ).then(
      (answer) => {
        if (stale) return;
        if (!answer.ok) return setState("failed");
        setContact(answer.value.contact);
        setCalls(answer.value.calls);
        setWritten(answer.value.present);
        setState("found");
      },
    );
    return () => {
      stale = true;
    };
  }, [number, present, attempt]);
  return {
    state,
    contact,
    calls,
    present: written,
    retry: () => setAttempt((count) => count + 1),
    async save(fields) {
      const answer = contact
        ? await call<DeskContact>("PATCH", `/api/contacts/${contact.id}`, fields)
        : await post<DeskContact>("/api/contacts", { ...fields, phones: number ? [number] : [] });
      if (answer.ok) setContact(answer.value);
      return answer;
    },
  };
}
