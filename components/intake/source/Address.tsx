/** Where a source is reached, what a sender must show, and an example that works when it is pasted. */
import { KeyRound, RefreshCw } from "lucide-preact";
import { useState } from "preact/hooks";
import { Section } from "@/components/admin/Section.tsx";
import { post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { SelectField, TextField } from "@/components/form/Field.tsx";
import { Copy } from "@/components/intake/source/Copy.tsx";
import type { PartProps } from "@/components/intake/source/types.ts";
import { useT } from "@/components/i18n.ts";

const PROOFS = ["none", "bearer", "hmac"] as const;

export function Address({ setup, fields, set }: PartProps) {
  const t = useT();
  const { source, origin } = setup;
  const [key, setKey] = useState(source.key);
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = async (what: "key" | "secret") => {
    if (what === "key" && !confirm(t("intake.source.new-key.sure"))) return;
    const answer = await post<{ key: string; secret: string | null }>(`/api/v1/sources/${source.id}/rotate`, { what });
    if (!explain(answer, t) || !answer.ok) return;
    setKey(answer.value.key);
    if (answer.value.secret) setSecret(answer.value.secret);
  };
  const to = `${origin}/intake/${key}`;
  return (
    <Section title={t("intake.source.address")} hint={t("intake.source.address.hint")}>
      {source.kind === "form" && (
        <>
          <Copy id="address-page" label={t("intake.source.address.page")} text={`${origin}/f/${key}`} />
          <Copy
            id="address-embed"
            label={t("intake.source.embed")}
            text={`<script async src="${origin}/f/${key}.js"></script>`}
          />
          <p class="quiet small-text">{t("intake.source.embed.hint")}</p>
        </>
      )}
      {source.kind === "email"
        ? <Copy id="address-email" label={t("intake.source.address.email")} text={`${to}/email`} />
        : <Copy id="address-post" label={t("intake.source.address.post")} text={to} />}
      <Copy id="address-example" label={t("intake.source.example")} text={example(source.kind, to, fields.proof)} />
      <div class="form-grid">
        {source.kind !== "form" && (
          <SelectField
            id="proof"
            label={t("intake.source.proof")}
            hint={t("intake.source.proof.hint")}
            value={fields.proof}
            options={PROOFS.map((value) => ({ value, label: t(`intake.source.proof.${value}`) }))}
            onChange={(proof) => set({ proof: proof as typeof fields.proof })}
          />
        )}
        {source.kind !== "email" && (
          <TextField
            id="id-path"
            label={t("intake.source.id-path")}
            hint={t("intake.source.id-path.hint")}
            maxLength={300}
            value={fields.settings.idPath}
            onInput={(event) => set({ settings: { ...fields.settings, idPath: event.currentTarget.value } })}
          />
        )}
      </div>
      {secret && (
        <div class="note-box" data-tone="warn">
          <div class="grow stack" data-tight>
            <span>{t("intake.source.secret")}</span>
            <Copy id="secret" label={t(`intake.source.proof.${source.proof}`)} text={secret} />
          </div>
        </div>
      )}
      <div class="btn-row">
        {source.proof !== "none" && fields.proof === source.proof && (
          <button
            type="button"
            class="btn"
            onClick={() => void rotate("secret")}
          >
            <KeyRound size={15} aria-hidden="true" />
            {t("intake.source.new-secret")}
          </button>
        )}
        <button type="button" class="btn" onClick={() => void rotate("key")}>
          <RefreshCw size={15} aria-hidden="true" />
          {t("intake.source.new-key")}
        </button>
      </div>
    </Section>
  );
}

function example(kind: string, to: string, proof: string): string {
  const head = proof === "bearer" ? ` \\\n  -H "Authorization: Bearer $SECRET"` : "";
  if (kind === "email") {
    return `curl -X POST ${to}/email${head} \\\n  -H "Content-Type: message/rfc822" --data-binary @letter.eml`;
  }
  const body = kind === "sms"
    ? `{"id":"1","from":"+79161234567","text":"Hello"}`
    : `{"name":"Anna","phone":"+79161234567","message":"Hello","utm_source":"site"}`;
  if (proof === "hmac") {
    return `BODY='${body}'\ncurl -X POST ${to} -H "Content-Type: application/json" \\\n` +
      `  -H "X-Signature: $(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)" \\\n  -d "$BODY"`;
  }
  return `curl -X POST ${to}${head} \\\n  -H "Content-Type: application/json" -H "Idempotency-Key: order-1" \\\n  -d '${body}'`;
}
