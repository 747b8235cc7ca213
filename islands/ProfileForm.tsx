/** One's own password and sessions. */
import { MonitorSmartphone } from "lucide-preact";
import { useState } from "preact/hooks";
import { FormFoot, Section } from "@/components/admin/Section.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { TextField } from "@/components/form/Field.tsx";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export interface ProfileProps {
  mustChange: boolean;
  sessions: { id: string; seenAt: number; ip: string; userAgent: string; current: boolean }[];
  zone: Zone;
}

export default function ProfileForm(props: ProfileProps) {
  const t = useT();
  const saving = useSaving();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    const done = await saving.run(
      "POST",
      "/api/profile/password",
      { current, next },
      props.mustChange ? "/" : undefined,
    );
    if (done) {
      setCurrent("");
      setNext("");
    }
  };
  return (
    <>
      <form class="card" onSubmit={submit}>
        <Section title={t("auth.password.change")} hint={t("auth.password.rule")}>
          {props.mustChange && <p class="note-box" data-tone="warn">{t("auth.password.must")}</p>}
          <div class="form-grid">
            <TextField
              id="current"
              type="password"
              label={t("auth.password.current")}
              required
              autocomplete="current-password"
              value={current}
              onInput={(event) => setCurrent(event.currentTarget.value)}
            />
            <TextField
              id="next"
              type="password"
              label={t("auth.password.next")}
              required
              minLength={10}
              autocomplete="new-password"
              value={next}
              onInput={(event) => setNext(event.currentTarget.value)}
            />
          </div>
        </Section>
        <FormFoot saving={saving} label={t("auth.password.change")} />
      </form>
      <Sessions {...props} />
    </>
  );
}

function Sessions(props: ProfileProps) {
  const t = useT();
  const saving = useSaving();
  return (
    <section class="card" aria-label={t("auth.sessions")}>
      <header>
        <h2>{t("auth.sessions")}</h2>
      </header>
      <ul class="past-calls">
        {props.sessions.map((session) => (
          <li key={session.id}>
            <div>
              <MonitorSmartphone size={15} aria-hidden="true" />
              <span class="clip">{browserOf(session.userAgent) || t("auth.session.unknown")} · {session.ip}</span>
              {session.current ? <span class="badge" data-tone="good">{t("auth.session.this")}</span> : (
                <button
                  type="button"
                  class="btn small"
                  onClick={() => void saving.run("DELETE", `/api/profile/sessions/${session.id}`, {}, "/profile")}
                >
                  {t("auth.session.end")}
                </button>
              )}
              <small>{t("auth.session.seen", { at: dateTimeOf(session.seenAt, props.zone) })}</small>
            </div>
          </li>
        ))}
      </ul>
      {saving.error && <p class="note-box" data-tone="bad" role="alert">{saving.error}</p>}
    </section>
  );
}

/** Browser and system, as far as the header says. */
function browserOf(agent: string): string {
  const browser = /(Firefox|Edg|OPR|YaBrowser|Chrome|Safari)\/(\d+)/.exec(agent);
  const system = /(Windows|Mac OS X|Android|iPhone|Linux)/.exec(agent);
  return [browser && `${browser[1].replace("Edg", "Edge").replace("OPR", "Opera")} ${browser[2]}`, system?.[1]]
    .filter(Boolean).join(", ");
}
