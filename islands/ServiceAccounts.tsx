/** Programs of the company: their roles, their tokens. */
import { Bot, Plus, X } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { TokenDialog } from "@/components/admin/api/TokenDialog.tsx";
import { TokenList } from "@/components/admin/api/TokenList.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { Empty } from "@/components/Empty.tsx";
import { CheckField, SelectField, TextField } from "@/components/form/Field.tsx";
import type { ServiceAccount } from "@/crm/tokens/mod.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export interface ServiceAccountsProps {
  accounts: ServiceAccount[];
  roles: { key: string; title: string | null }[];
  teams: { id: string; name: string }[];
  zone: Zone;
  now: number;
}

export default function ServiceAccounts(props: ServiceAccountsProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [issuing, setIssuing] = useState<ServiceAccount | null>(null);
  const add = (
    <button type="button" class="btn primary" onClick={() => dialog.current?.showModal()}>
      <Plus size={16} aria-hidden="true" />
      {t("api.accounts.new")}
    </button>
  );
  const toggle = async (account: ServiceAccount) => {
    const answer = await call("PATCH", `/api/service-accounts/${account.id}`, { disabled: !account.disabled });
    if (explain(answer, t)) location.reload();
  };
  return (
    <>
      {props.accounts.length === 0
        ? (
          <div class="card">
            <Empty icon={Bot} title={t("api.accounts.empty")} action={add}>{t("api.accounts.hint")}</Empty>
          </div>
        )
        : (
          <div class="stack">
            {props.accounts.map((account) => (
              <section class="card" key={account.id} aria-label={account.name}>
                <header>
                  <Bot size={18} aria-hidden="true" />
                  <h2 class="clip">{account.name}</h2>
                  {account.disabled && <span class="badge" data-tone="bad">{t("api.accounts.disabled")}</span>}
                  {account.roles.map((key) => <RoleBadge key={key} role={key} roles={props.roles} />)}
                  <button type="button" class="btn small" onClick={() => void toggle(account)}>
                    {t(account.disabled ? "api.accounts.enable" : "api.accounts.disable")}
                  </button>
                  {!account.disabled && (
                    <button type="button" class="btn small" onClick={() => setIssuing(account)}>
                      <Plus size={15} aria-hidden="true" />
                      {t("api.tokens.new")}
                    </button>
                  )}
                </header>
                {account.tokens.length === 0
                  ? <p class="body quiet">{t("api.accounts.token.none")}</p>
                  : <TokenList tokens={account.tokens} zone={props.zone} now={props.now} />}
              </section>
            ))}
            <div class="btn-row">{add}</div>
          </div>
        )}
      <NewAccount dialog={dialog} {...props} />
      {issuing && (
        <TokenDialog
          path={`/api/service-accounts/${issuing.id}/tokens`}
          held={issuing.permissions}
          service
          closed={(made) => {
            setIssuing(null);
            if (made) location.reload();
          }}
        />
      )}
    </>
  );
}

function RoleBadge(props: { role: string; roles: ServiceAccountsProps["roles"] }) {
  const t = useT();
  const known = props.roles.find(({ key }) => key === props.role);
  return <span class="badge">{known?.title ?? t(`people.role.${props.role}`)}</span>;
}

function NewAccount(props: ServiceAccountsProps & { dialog: { current: HTMLDialogElement | null } }) {
  const t = useT();
  const saving = useSaving();
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<string[]>([]);
  const [team, setTeam] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    await saving.run("POST", "/api/service-accounts", { name, roles, team: team || null }, "/admin/api");
  };
  const turn = (key: string, on: boolean) => setRoles(on ? [...roles, key] : roles.filter((one) => one !== key));
  return (
    <dialog
      ref={(element) => {
        props.dialog.current = element;
      }}
      aria-labelledby="account-dialog-title"
    >
      <form onSubmit={submit}>
        <header>
          <h2 id="account-dialog-title">{t("api.accounts.new")}</h2>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("shell.close")}
            onClick={() => props.dialog.current?.close()}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <p class="quiet small-text">{t("api.accounts.hint")}</p>
          <TextField
            id="account-name"
            label={t("api.accounts.name")}
            required
            maxLength={120}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <fieldset class="option-list">
            <legend class="label">{t("api.accounts.roles")}</legend>
            {props.roles.map(({ key, title }) => (
              <CheckField
                key={key}
                label={title ?? t(`people.role.${key}`)}
                checked={roles.includes(key)}
                onChange={(on) => turn(key, on)}
              />
            ))}
          </fieldset>
          <SelectField
            id="account-team"
            label={t("api.accounts.team")}
            value={team}
            options={[
              { value: "", label: t("api.accounts.team.none") },
              ...props.teams.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setTeam}
          />
          {saving.error && <p class="note-box" data-tone="bad" role="alert">{saving.error}</p>}
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => props.dialog.current?.close()}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary" disabled={saving.busy || roles.length === 0}>
            {t("shell.add")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
