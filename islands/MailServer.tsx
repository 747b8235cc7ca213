/** The server that letters go out by, and a test letter with the plain reason of a failure. */
import { Send } from "lucide-preact";
import { useState } from "preact/hooks";
import type { MailServer as Server } from "@/crm/mail_out/mod.ts";
import { FormFoot, Section } from "@/components/admin/Section.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { call } from "@/components/api.ts";
import { CheckField, SelectField, TextField } from "@/components/form/Field.tsx";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const SECURITIES = ["tls", "starttls", "none"] as const;
const PORTS: Record<string, number> = { tls: 465, starttls: 587, none: 25 };
const NEW = {
  host: "",
  port: 465,
  security: "tls" as Server["security"],
  username: "",
  senderName: "",
  senderAddress: "",
  enabled: true,
};

export default function MailServer(props: { server: Server | null; company: string; me: string | null; zone: Zone }) {
  const t = useT();
  const saving = useSaving();
  const { server } = props;
  const [form, setForm] = useState(() => {
    const { host, port, security, username, senderName, senderAddress, enabled } = server ??
      { ...NEW, senderName: props.company };
    return { host, port, security, username, senderName, senderAddress, enabled };
  });
  const [password, setPassword] = useState("");
  const set = (changed: Partial<typeof form>) => setForm({ ...form, ...changed });
  const submit = async (event: Event) => {
    event.preventDefault();
    const body = { ...form, ...(password ? { password } : {}), ...(server ? { version: server.version } : {}) };
    await saving.run("PUT", "/api/v1/mail", body, "/admin/mail");
  };
  const chooseSecurity = (security: string) => {
    const usual = Object.values(PORTS).includes(form.port) || form.port === 0;
    set({ security: security as Server["security"], ...(usual ? { port: PORTS[security] } : {}) });
  };
  return (
    <div class="stack">
      {server && <Status server={server} zone={props.zone} />}
      <form class="card" onSubmit={submit}>
        <Section title={t("mail.title")} hint={t("mail.lead")}>
          <TextField
            id="mail-host"
            label={t("mail.host")}
            hint={t("mail.host.hint")}
            required
            maxLength={253}
            autocomplete="off"
            value={form.host}
            onInput={(event) => set({ host: event.currentTarget.value.trim() })}
          />
          <div class="form-grid">
            <SelectField
              id="mail-security"
              label={t("mail.security")}
              hint={form.security === "none" ? t("mail.security.none.warning") : undefined}
              value={form.security}
              options={SECURITIES.map((value) => ({ value, label: t(`mail.security.${value}`) }))}
              onChange={chooseSecurity}
            />
            <TextField
              id="mail-port"
              label={t("mail.port")}
              type="number"
              required
              min={1}
              max={65535}
              value={form.port}
              onInput={(event) => set({ port: Number(event.currentTarget.value) })}
            />
            <TextField
              id="mail-username"
              label={t("mail.username")}
              hint={t("mail.username.hint")}
              maxLength={254}
              autocomplete="off"
              value={form.username}
              onInput={(event) => set({ username: event.currentTarget.value })}
            />
            <TextField
              id="mail-password"
              label={t("mail.password")}
              hint={t(server?.hasPassword ? "mail.password.kept" : "mail.password.hint")}
              type="password"
              maxLength={500}
              autocomplete="new-password"
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
            <TextField
              id="mail-sender-name"
              label={t("mail.sender-name")}
              maxLength={120}
              value={form.senderName}
              onInput={(event) => set({ senderName: event.currentTarget.value })}
            />
            <TextField
              id="mail-sender-address"
              label={t("mail.sender-address")}
              type="email"
              required
              maxLength={254}
              value={form.senderAddress}
              onInput={(event) => set({ senderAddress: event.currentTarget.value.trim() })}
            />
          </div>
          <CheckField label={t("mail.enabled")} checked={form.enabled} onChange={(enabled) => set({ enabled })} />
        </Section>
        <FormFoot saving={saving} label={t("mail.save")} />
      </form>
      {server?.enabled && <TestLetter to={props.me ?? ""} />}
    </div>
  );
}

function Status(props: { server: Server; zone: Zone }) {
  const t = useT();
  const { enabled, triedAt, error } = props.server;
  const time = triedAt ? dateTimeOf(Date.parse(triedAt), props.zone) : "";
  if (!enabled) return <p class="note-box" data-tone="warn">{t("mail.status.off")}</p>;
  if (!triedAt) return <p class="note-box">{t("mail.status.none")}</p>;
  return error
    ? <p class="note-box" data-tone="bad">{t("mail.status.bad", { time, reason: t(`notices.reason.${error}`) })}</p>
    : <p class="note-box" data-tone="good">{t("mail.status.good", { time })}</p>;
}

function TestLetter(props: { to: string }) {
  const t = useT();
  const [to, setTo] = useState(props.to);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<{ good: boolean; text: string } | null>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setOutcome(null);
    const answer = await call<{ failure: string | null }>("POST", "/api/v1/mail/test", { to }, { patienceMs: 20_000 });
    setBusy(false);
    if (!answer.ok) return setOutcome({ good: false, text: t(answer.code, answer.detail) });
    const { failure } = answer.value;
    setOutcome(
      failure === null
        ? { good: true, text: t("mail.test.sent", { to }) }
        : { good: false, text: t("mail.test.failed", { reason: t(`notices.reason.${failure}`) }) },
    );
  };
  return (
    <form class="card" onSubmit={send}>
      <Section title={t("mail.test")} hint={t("mail.test.hint")}>
        <TextField
          id="mail-test-to"
          label={t("mail.test.to")}
          type="email"
          required
          value={to}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
        <div class="btn-row">
          <button type="submit" class="btn" disabled={busy} aria-busy={busy}>
            <Send size={15} aria-hidden="true" />
            {t("mail.test")}
          </button>
        </div>
        <div role="status">
          {outcome && <p class="note-box" data-tone={outcome.good ? "good" : "bad"}>{outcome.text}</p>}
        </div>
      </Section>
    </form>
  );
}
