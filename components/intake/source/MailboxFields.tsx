/** The mailbox of a source. The password goes to the server and never comes back. */
import { Section } from "@/components/admin/Section.tsx";
import { CheckField, SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import type { PartProps, SourceFields } from "@/components/intake/source/types.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

type Imap = NonNullable<SourceFields["settings"]["imap"]>;
const EMPTY: Imap = { host: "", port: 993, security: "tls", user: "", folder: "INBOX", old: false };
/** An address, the same in every language. */
const HOST_EXAMPLE = "imap.example.ru";
const SECURITIES = ["tls", "starttls", "none"] as const;

export function MailboxFields(
  { setup, fields, set, password, setPassword }: PartProps & { password: string; setPassword(text: string): void },
) {
  const t = useT();
  const { imap } = fields.settings;
  const change = (next: Imap | null) => set({ settings: { ...fields.settings, imap: next } });
  const { mailbox } = setup;
  return (
    <Section title={t("intake.source.mailbox")} hint={t("intake.source.mailbox.hint")}>
      {mailbox && (
        <p class="note-box" data-tone={mailbox.state === "connected" ? "good" : mailbox.error ? "bad" : "warn"}>
          <span>
            {t(`intake.mailbox.state.${mailbox.state}`)}
            {mailbox.error && `: ${t(mailbox.error)}`}
            {mailbox.checkedAt && (
              <small class="request-why">
                {dateTimeOf(mailbox.checkedAt, setup.zone)}
              </small>
            )}
          </span>
        </p>
      )}
      <CheckField
        label={t("intake.source.mailbox.use")}
        checked={imap !== null}
        onChange={(on) => change(on ? EMPTY : null)}
      />
      {imap && (
        <>
          <div class="form-grid">
            <TextField
              id="imap-host"
              label={t("intake.source.mailbox.host")}
              required
              placeholder={HOST_EXAMPLE}
              value={imap.host}
              onInput={(event) => change({ ...imap, host: event.currentTarget.value })}
            />
            <UnitField
              id="imap-port"
              label={t("intake.source.mailbox.port")}
              unit=""
              min={1}
              max={65_535}
              value={imap.port}
              onChange={(port) => change({ ...imap, port })}
            />
            <SelectField
              id="imap-security"
              label={t("intake.source.mailbox.security")}
              value={imap.security}
              options={SECURITIES.map((value) => ({ value, label: t(`intake.source.mailbox.security.${value}`) }))}
              onChange={(security) => change({ ...imap, security: security as Imap["security"] })}
            />
            <TextField
              id="imap-user"
              label={t("intake.source.mailbox.user")}
              required
              autocomplete="off"
              value={imap.user}
              onInput={(event) => change({ ...imap, user: event.currentTarget.value })}
            />
            <TextField
              id="imap-password"
              label={t("intake.source.mailbox.password")}
              hint={t("intake.source.mailbox.password.hint")}
              type="password"
              required={!setup.hasPassword}
              autocomplete="new-password"
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
            <TextField
              id="imap-folder"
              label={t("intake.source.mailbox.folder")}
              required
              value={imap.folder}
              onInput={(event) => change({ ...imap, folder: event.currentTarget.value })}
            />
          </div>
          <CheckField
            label={t("intake.source.mailbox.old")}
            checked={imap.old}
            onChange={(old) => change({ ...imap, old })}
          />
        </>
      )}
    </Section>
  );
}
