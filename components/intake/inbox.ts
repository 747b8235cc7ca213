/** The inbox's state in the browser: the list, the chosen request, what was done and can be taken back. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Callback, InboxPage, RequestDetail, RequestLine } from "@/crm/intake/mod.ts";
import { call, post } from "@/components/api.ts";
import { usePulse } from "@/components/intake/pulse.ts";
import { toast } from "@/components/toast.ts";
import type { TopicStatus } from "@/web/live/client.ts";
import { useT } from "@/components/i18n.ts";

export interface Filter {
  state: string;
  source: string;
}

type Many = {
  done: { id: string; record: { kind: string; id: string } | null }[];
  refused: { id: string; code: string }[];
};

export interface Inbox {
  filter: Filter;
  setFilter(filter: Filter): void;
  rows: RequestLine[];
  next: string | null;
  /** `loading`: nothing to show yet. */
  state: "loading" | "ready" | "failed";
  link: TopicStatus;
  more(): void;
  reload(): void;
  callbacks: Callback[];
  chosen: string | null;
  choose(id: string | null): void;
  detail: RequestDetail | null;
  act(
    verb: "accept" | "decline" | "undo" | "retry",
    ids: readonly string[],
    body?: Record<string, unknown>,
  ): Promise<boolean>;
  linkTo(id: string, to: { kind: string; record: string }): Promise<boolean>;
  undoLast(): void;
  settle(callback: string): Promise<void>;
  /** A call of nobody becomes one's own task. */
  take(callback: string): Promise<void>;
}

const LIMIT = 50;

export function useInbox(first: Filter): Inbox {
  const t = useT();
  const [filter, setShown] = useState(first);
  const [page, setPage] = useState<InboxPage>({ rows: [], next: null });
  const [state, setState] = useState<Inbox["state"]>("loading");
  const [callbacks, setCallbacks] = useState<Callback[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [detail, setDetail] = useState<RequestDetail | null>(null);
  const last = useRef<string[]>([]);
  const asked = useRef(0);

  const load = useCallback(async (count: number) => {
    const turn = ++asked.current;
    const query = new URLSearchParams({ state: filter.state, limit: String(Math.min(100, Math.max(LIMIT, count))) });
    if (filter.source) query.set("source", filter.source);
    const [list, calls] = await Promise.all([
      call<InboxPage>("GET", `/api/v1/inbox?${query}`),
      call<Callback[]>("GET", "/api/v1/callbacks"),
    ]);
    // A later question has been asked meanwhile: its answer counts.
    if (turn !== asked.current) return;
    if (calls.ok) setCallbacks(calls.value);
    if (list.ok) setPage(list.value);
    setState(list.ok ? "ready" : "failed");
  }, [filter]);

  const look = useCallback(async (id: string | null) => {
    if (id === null) return setDetail(null);
    const answer = await call<RequestDetail>("GET", `/api/v1/inbox/${id}`);
    setDetail((shown) => answer.ok ? answer.value : shown?.id === id ? shown : null);
  }, []);

  useEffect(() => {
    setState("loading");
    void load(LIMIT);
  }, [load]);
  useEffect(() => void look(chosen), [chosen]);
  const table = usePulse("inbox", (rows) => {
    void load(page.rows.length);
    if (chosen && (rows.includes(chosen) || rows.includes("*"))) void look(chosen);
  });

  const say = (code: string, done: Many, undo: boolean) => {
    const [refused] = done.refused;
    if (refused) toast("bad", t("intake.inbox.refused", { n: done.refused.length, why: t(refused.code) }));
    if (done.done.length === 0) return;
    const ids = done.done.map(({ id }) => id);
    if (undo) last.current = ids;
    toast(
      "good",
      t(code, { n: ids.length }),
      undo ? { label: t("intake.inbox.undo"), run: () => void act("undo", ids) } : undefined,
    );
  };

  const act: Inbox["act"] = async (verb, ids, body = {}) => {
    if (ids.length === 0) return false;
    // The next one stands ready before the answer is there.
    const rest = page.rows.filter(({ id }) => !ids.includes(id));
    const answer = await post<Many & { retried?: number }>(`/api/v1/inbox/${verb}`, { ids, ...body });
    if (!answer.ok) {
      toast("bad", t(answer.code, answer.detail));
      return false;
    }
    if (verb === "retry") toast("good", t("intake.inbox.retried"));
    else if (verb === "undo") say("intake.inbox.undone", answer.value, false);
    else say(verb === "accept" ? "intake.inbox.accepted" : "intake.inbox.declined", answer.value, true);
    if (verb === "undo") last.current = [];
    if (chosen && ids.includes(chosen) && verb !== "retry") {
      const at = page.rows.findIndex(({ id }) => id === chosen);
      if (filter.state === "all") void look(chosen);
      else setChosen((rest[at] ?? rest.at(-1))?.id ?? null);
    }
    void load(page.rows.length);
    return true;
  };

  return {
    filter,
    setFilter(next) {
      const query = new URLSearchParams();
      if (next.state !== "unsorted") query.set("state", next.state);
      if (next.source) query.set("source", next.source);
      history.replaceState(null, "", `${location.pathname}${query.size > 0 ? `?${query}` : ""}`);
      setChosen(null);
      setShown(next);
    },
    rows: page.rows,
    next: page.next,
    state,
    link: table.status.value,
    async more() {
      if (!page.next) return;
      const query = new URLSearchParams({ state: filter.state, limit: String(LIMIT), after: page.next });
      if (filter.source) query.set("source", filter.source);
      const answer = await call<InboxPage>("GET", `/api/v1/inbox?${query}`);
      if (answer.ok) setPage({ rows: [...page.rows, ...answer.value.rows], next: answer.value.next });
      else toast("bad", t(answer.code));
    },
    reload() {
      setState("loading");
      void load(page.rows.length);
    },
    callbacks,
    chosen,
    choose: setChosen,
    detail: detail?.id === chosen ? detail : null,
    act,
    async linkTo(id, to) {
      const answer = await post(`/api/v1/inbox/${id}/link`, to);
      if (!answer.ok) {
        toast("bad", t(answer.code, answer.detail));
        return false;
      }
      say("intake.inbox.linked", { done: [{ id, record: null }], refused: [] }, true);
      if (filter.state !== "all") setChosen(page.rows.find((row) => row.id !== id)?.id ?? null);
      void load(page.rows.length);
      return true;
    },
    undoLast: () => void act("undo", last.current),
    async take(callback) {
      const answer = await post(`/api/v1/tasks/${callback}/take`);
      if (answer.ok) toast("good", t("tasks.taken"));
      else toast("bad", t(answer.code, answer.detail));
      void load(page.rows.length);
    },
    async settle(callback) {
      const answer = await post(`/api/v1/callbacks/${callback}/done`);
      if (answer.ok) toast("good", t("intake.inbox.callbacks.settled"));
      else toast("bad", t(answer.code));
      void load(page.rows.length);
    },
  };
}
