/** How many requests and due calls wait, beside the page's name in the navigation. */
import { useEffect, useState } from "preact/hooks";
import type { InboxCount } from "@/crm/intake/mod.ts";
import { call } from "@/components/api.ts";
import { usePulse } from "@/components/intake/pulse.ts";
import { useT } from "@/components/i18n.ts";

const MOST = 99;

export default function InboxBadge() {
  const t = useT();
  const [n, setN] = useState(0);
  const load = async () => {
    const answer = await call<InboxCount>("GET", "/api/v1/inbox/count");
    if (answer.ok) setN(answer.value.unsorted + answer.value.failed + answer.value.due);
  };
  useEffect(() => void load(), []);
  usePulse("inbox", () => void load());
  if (n === 0) return null;
  return (
    <span class="badge nav-count" data-tone="accent" aria-label={t("intake.inbox.badge", { n })}>
      {n > MOST ? `${MOST}+` : n}
    </span>
  );
}
