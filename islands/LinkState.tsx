/** Whether what the page shows is live; says aloud when it is not, and how to go on when the session has ended. */
import { linkEnded, linkStatus } from "@/components/topic.ts";
import { useT } from "@/components/i18n.ts";

const LOOK = { connecting: "live", live: "live", stale: "stale", offline: "lost" };

export default function LinkState() {
  const t = useT();
  const status = linkStatus().value;
  if (linkEnded()) {
    return (
      <a class="link-state" data-link="lost" href="/login">
        <i aria-hidden="true" />
        {t("shell.link.ended")}
      </a>
    );
  }
  return (
    <span class="link-state" data-link={LOOK[status]} role="status">
      <i aria-hidden="true" />
      {t(`shell.link.${status}`)}
    </span>
  );
}
