/** The own calendar for other programs: its secret address (shown once), and what is on the screen as a file. */
import { Copy, Download, X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FeedState } from "@/crm/calendar/feeds.ts";
import { call } from "@/components/api.ts";
import { apiQuery } from "@/components/calendar/query.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { explain } from "@/components/desk/act.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

const PATH = "/api/calendar-feed";

export function FeedDialog(props: { calendar: Calendar; onClose(): void }) {
  const t = useT();
  const { zone, may, weekStart } = props.calendar.setup;
  const dialog = useRef<HTMLDialogElement>(null);
  const [feed, setFeed] = useState<FeedState | null | "loading">("loading");
  const [address, setAddress] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
    void call<FeedState | null>("GET", PATH).then((answer) => {
      if (explain(answer, t) && answer.ok) setFeed(answer.value);
    });
  }, []);
  const make = async () => {
    setBusy(true);
    const answer = await call<FeedState & { address: string }>("POST", PATH, {});
    setBusy(false);
    if (!explain(answer, t) || !answer.ok) return;
    setFeed(answer.value);
    setAddress(answer.value.address);
  };
  const revoke = async () => {
    setBusy(true);
    const answer = await call("DELETE", PATH, {});
    setBusy(false);
    if (!explain(answer, t)) return;
    setFeed(null);
    setAddress(null);
    toast("good", t("calendar.feed.revoked"));
  };
  const copy = async () => {
    await navigator.clipboard.writeText(address!);
    toast("good", t("calendar.feed.copied"));
  };
  const when = (iso: string) => dateTimeOf(Date.parse(iso), zone);
  const query = apiQuery(props.calendar.shown, { weekStart, timeZone: zone.timeZone });
  return (
    <dialog ref={dialog} class="cal-feed" aria-labelledby="cal-feed-title" onClose={props.onClose}>
      <header>
        <h2 id="cal-feed-title">{t("calendar.feed")}</h2>
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("calendar.close")}
          onClick={() => dialog.current?.close()}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">
        <p>{t("calendar.feed.lead")}</p>
        {address !== null && (
          <div class="field">
            <label for="cal-feed-address">{t("calendar.feed.address")}</label>
            <div class="row">
              <input
                id="cal-feed-address"
                class="input"
                readOnly
                value={address}
                aria-describedby="cal-feed-once"
                onFocus={(event) => event.currentTarget.select()}
              />
              <button type="button" class="btn" onClick={() => void copy()}>
                <Copy size={15} aria-hidden="true" />
                {t("calendar.feed.copy")}
              </button>
            </div>
            <p class="note-box" data-tone="warn" id="cal-feed-once">{t("calendar.feed.once")}</p>
            <a class="small-text" href={address.replace(/^https?:/, "webcal:")}>{t("calendar.feed.open")}</a>
          </div>
        )}
        {feed === null && <p class="quiet">{t("calendar.feed.none")}</p>}
        {feed !== null && feed !== "loading" && address === null && (
          <p class="quiet">
            {t("calendar.feed.there", { date: when(feed.createdAt) })}{" "}
            {feed.lastUsedAt ? t("calendar.feed.used", { date: when(feed.lastUsedAt) }) : t("calendar.feed.unused")}
          </p>
        )}
        {feed !== null && feed !== "loading" && address === null && (
          <p class="quiet small-text">{t("calendar.feed.renew.hint")}</p>
        )}
      </div>
      <div class="dialog-foot">
        {may.export && (
          <a class="btn plain" href={`/api/v1/calendar/tasks.ics?${query}`} download>
            <Download size={15} aria-hidden="true" />
            {t("calendar.feed.file")}
          </a>
        )}
        <span class="grow" />
        {feed !== null && feed !== "loading" && (
          <button
            type="button"
            class="btn danger-quiet"
            disabled={busy}
            onClick={() => void revoke()}
          >
            {t("calendar.feed.revoke")}
          </button>
        )}
        <button type="button" class="btn primary" disabled={busy || feed === "loading"} onClick={() => void make()}>
          {t(feed === null || feed === "loading" ? "calendar.feed.make" : "calendar.feed.renew")}
        </button>
      </div>
    </dialog>
  );
}
