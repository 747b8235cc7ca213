/** Hears of notices on every page: pop-ups, a note, the browser's own notification when nobody looks, the count. */
import { useEffect } from "preact/hooks";
import { post } from "@/components/api.ts";
import { bindOnce, holdVisible, showOutside } from "@/components/notices/browser.ts";
import { chime } from "@/components/notices/chime.ts";
import { PopUps } from "@/components/notices/PopUps.tsx";
import { useNews } from "@/components/notices/useNews.ts";
import { noticeWords } from "@/components/notices/words.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

/** A record's page: what told of it is read by being here. */
const RECORD_PAGE = /^\/(tasks|deals|leads|contacts|companies)\/[0-9a-f-]{36}$/;

export default function NoticeWatch(props: { user: string; zone: Zone }) {
  const t = useT();
  const { user, zone } = props;
  useNews(user, ({ rows, quiet, sound }) => {
    if (quiet) return;
    if (sound && document.visibilityState === "visible") chime();
    for (const notice of rows) {
      const { title, text } = noticeWords(t, notice, zone);
      void showOutside({ id: notice.id, title, text, link: notice.link, toldAt: notice.toldAt });
    }
  });
  useEffect(() => {
    void bindOnce(user);
    const link = location.pathname;
    if (RECORD_PAGE.test(link)) void post("/api/v1/notices/read", { link, read: true });
    return holdVisible();
  }, []);
  return <PopUps zone={zone} />;
}
