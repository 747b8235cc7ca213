/** The way to the notices, with the number of unread ones (islands/NoticeWatch.tsx counts). */
import { Bell as BellIcon } from "lucide-preact";
import { MOST_SHOWN, unread } from "@/components/notices/news.ts";
import { useT } from "@/components/i18n.ts";

export default function Bell(props: { here?: boolean }) {
  const t = useT();
  const n = unread.value;
  return (
    <a
      class="btn icon plain bell"
      href="/notifications"
      aria-current={props.here ? "page" : undefined}
      aria-label={t("notices.bell", { n })}
      title={t("notices.title")}
    >
      <BellIcon size={18} aria-hidden="true" />
      {n > 0 && <span class="bell-count" aria-hidden="true">{n > MOST_SHOWN ? `${MOST_SHOWN}+` : n}</span>}
    </a>
  );
}
