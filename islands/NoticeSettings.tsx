/** What a person is told and how. Each change is kept at once. */
import { useState } from "preact/hooks";
import type { NoticeChannel, NoticeKind, NoticePreferences } from "@/crm/notices/mod.ts";
import { Section } from "@/components/admin/Section.tsx";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { CheckField, TextField } from "@/components/form/Field.tsx";
import { BrowserSection } from "@/components/notices/BrowserSection.tsx";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

const CHANNELS: readonly NoticeChannel[] = ["app", "push", "email"];
const NIGHT = { from: "22:00", to: "08:00", reminders: true };

export default function NoticeSettings(
  props: { preferences: NoticePreferences; email: string | null; timeZone: string },
) {
  const t = useT();
  const [now, setNow] = useState(props.preferences);
  const save = async (changed: Partial<NoticePreferences> | { kinds: Partial<NoticePreferences["kinds"]> }) => {
    const before = now;
    setNow({ ...now, ...changed, kinds: { ...now.kinds, ...changed.kinds } });
    const answer = await call<NoticePreferences>("PUT", "/api/v1/notices/preferences", changed);
    if (!explain(answer, t) || !answer.ok) return setNow(before);
    setNow(answer.value);
    toast("good", t("notices.settings.saved"));
  };
  const toggle = (kind: NoticeKind, channel: NoticeChannel) => {
    const had = now.kinds[kind];
    const ways = had.includes(channel) ? had.filter((one) => one !== channel) : [...had, channel];
    void save({ kinds: { [kind]: ways } });
  };
  const { quiet } = now;
  return (
    <div class="card">
      <BrowserSection />
      <Section title={t("notices.settings.channels.title")} hint={t("notices.settings.channels.text")}>
        <div class="notice-ways" role="table" aria-label={t("notices.settings.channels.title")}>
          <div role="row" class="head">
            <span role="columnheader">{t("notices.settings.kind")}</span>
            {CHANNELS.map((one) => <span role="columnheader" key={one}>{t(`notices.channel.${one}`)}</span>)}
          </div>
          {(Object.keys(now.kinds) as NoticeKind[]).map((kind) => (
            <div role="row" key={kind}>
              <span role="rowheader">{t(`notices.kind.${kind}`)}</span>
              {CHANNELS.map((channel) => (
                <span role="cell" key={channel}>
                  <label>
                    <input
                      type="checkbox"
                      checked={now.kinds[kind].includes(channel)}
                      aria-label={`${t(`notices.kind.${kind}`)}: ${t(`notices.channel.${channel}`)}`}
                      onChange={() => toggle(kind, channel)}
                    />
                    <small aria-hidden="true">{t(`notices.channel.${channel}`)}</small>
                  </label>
                </span>
              ))}
            </div>
          ))}
        </div>
        <p class="quiet small-text">
          {props.email ? t("notices.settings.email", { email: props.email }) : t("notices.settings.email.none")}
        </p>
        <CheckField
          label={t("notices.settings.sound")}
          checked={now.sound}
          onChange={(sound) => void save({ sound })}
        />
      </Section>
      <Section title={t("notices.settings.quiet.title")} hint={t("notices.settings.quiet.text")}>
        <CheckField
          label={t("notices.settings.quiet.on")}
          checked={quiet !== null}
          onChange={(on) => void save({ quiet: on ? NIGHT : null })}
        />
        {quiet && (
          <>
            <div class="quiet-hours">
              {(["from", "to"] as const).map((end) => (
                <TextField
                  key={end}
                  id={`quiet-${end}`}
                  type="time"
                  required
                  label={t(`notices.settings.quiet.${end}`)}
                  value={quiet[end]}
                  onChange={(event) =>
                    event.currentTarget.value && void save({ quiet: { ...quiet, [end]: event.currentTarget.value } })}
                />
              ))}
            </div>
            <p class="quiet small-text">
              {t("notices.settings.quiet.zone", { zone: props.timeZone.replaceAll("_", " ") })}
            </p>
            <CheckField
              label={t("notices.settings.quiet.reminders")}
              checked={quiet.reminders}
              onChange={(reminders) => void save({ quiet: { ...quiet, reminders } })}
            />
          </>
        )}
      </Section>
    </div>
  );
}
