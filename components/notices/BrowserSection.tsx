/** Notifications of this browser: what they are is said before the browser asks. */
import { BellRing } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Section } from "@/components/admin/Section.tsx";
import { type BrowserState, browserState, showTrial, switchOff, switchOn } from "@/components/notices/browser.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

const TONES: Record<BrowserState, string | undefined> = {
  on: "good",
  page: "warn",
  off: undefined,
  denied: "bad",
  none: undefined,
};

export function BrowserSection() {
  const t = useT();
  const [state, setState] = useState<BrowserState | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => void browserState().then(setState), []);
  const toggle = async (change: () => Promise<BrowserState>) => {
    setBusy(true);
    const now = await change();
    setState(now);
    setBusy(false);
    if (change === switchOn && now === "page") toast("bad", t("notices.error.no-push"));
  };
  const shown = state === "on" || state === "page";
  return (
    <Section title={t("notices.settings.browser.title")} hint={t("notices.settings.browser.text")}>
      <div class="stack" data-tight>
        {state && (
          <p role="status" data-browser={state}>
            <span class="badge" data-tone={TONES[state]}>
              <BellRing size={13} aria-hidden="true" />
              {t(
                state === "on" || state === "page"
                  ? "notices.settings.browser.state.on"
                  : `notices.settings.browser.state.off`,
              )}
            </span>
            {(state === "page" || state === "denied" || state === "none") && (
              <span class="quiet block">{t(`notices.settings.browser.state.${state}`)}</span>
            )}
          </p>
        )}
        <div class="btn-row">
          {state === "off" && (
            <button
              type="button"
              class="btn primary"
              disabled={busy}
              onClick={() => void toggle(switchOn)}
            >
              {t("notices.settings.browser.on")}
            </button>
          )}
          {shown && (
            <button
              type="button"
              class="btn"
              onClick={() =>
                void showTrial(t("notices.settings.browser.test.title"), t("notices.settings.browser.test.text"))}
            >
              {t("notices.settings.browser.test")}
            </button>
          )}
          {shown && (
            <button type="button" class="btn" disabled={busy} onClick={() => void toggle(switchOff)}>
              {t("notices.settings.browser.off")}
            </button>
          )}
        </div>
      </div>
    </Section>
  );
}
