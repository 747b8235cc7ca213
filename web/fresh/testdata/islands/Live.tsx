import { useEffect, useMemo } from "preact/hooks";
import { signal } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import { live } from "@/web/live/client.ts";
import { useT } from "@/locales/mod.ts";

export default function Live({ topic }: { topic: string }) {
  const t = useT();
  const view = useMemo(() => IS_BROWSER ? live().topic(topic) : null, [topic]);
  useEffect(() => () => view?.release(), [view]);
  const status = view?.status ?? signal("connecting");
  return (
    <p id="live" data-status={status}>
      {t("test.state", { n: 3 })} <b>{view?.field("me", "state") ?? "-"}</b>
    </p>
  );
}
