/** Tokens with when they were used and a way to end them. */
import { KeyRound } from "lucide-preact";
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import type { Token } from "@/crm/tokens/mod.ts";
import { useT } from "@/components/i18n.ts";

export interface TokenListProps {
  tokens: readonly Token[];
  zone: Zone;
  /** Server's time, so that the browser's clock decides nothing. */
  now: number;
}

export function TokenList(props: TokenListProps) {
  const t = useT();
  const [gone, setGone] = useState<string[]>([]);
  const [busy, setBusy] = useState<string | null>(null);
  const revoke = async (token: Token) => {
    if (!confirm(t("api.tokens.revoke.ask", { name: token.name }))) return;
    setBusy(token.id);
    const answer = await call("DELETE", `/api/tokens/${token.id}`, {});
    setBusy(null);
    if (!explain(answer, t)) return;
    setGone([...gone, token.id]);
    toast("good", t("api.tokens.revoked"));
  };
  const shown = props.tokens.filter(({ id }) => !gone.includes(id));
  return (
    <ul class="plain-list token-list">
      {shown.map((token) => (
        <li key={token.id}>
          <KeyRound size={16} aria-hidden="true" />
          <div class="grow">
            <b class="clip">{token.name}</b>
            <small class="quiet">
              <code>{token.prefix}…</code> · {t("api.tokens.may", { count: token.scopes.length })} ·{" "}
              {token.lastUsedAt === null ? t("api.tokens.unused") : t("api.tokens.used", {
                at: dateTimeOf(token.lastUsedAt, props.zone),
                ip: token.lastIp ?? "",
              })}
            </small>
          </div>
          <Validity token={token} {...props} />
          <button
            type="button"
            class="btn small danger-quiet"
            disabled={busy === token.id}
            aria-label={`${t("api.tokens.revoke")}: ${token.name}`}
            onClick={() => void revoke(token)}
          >
            {t("api.tokens.revoke")}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Validity(props: { token: Token; zone: Zone; now: number }) {
  const t = useT();
  const { expiresAt } = props.token;
  if (expiresAt === null) return <span class="badge">{t("api.tokens.forever")}</span>;
  if (expiresAt < props.now) return <span class="badge" data-tone="bad">{t("api.tokens.ended")}</span>;
  const day = new Intl.DateTimeFormat(props.zone.locale, { dateStyle: "medium", timeZone: props.zone.timeZone });
  return <span class="badge">{t("api.tokens.until", { at: day.format(expiresAt) })}</span>;
}
