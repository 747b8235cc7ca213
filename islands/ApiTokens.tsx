/** One's own tokens, on the profile. */
import { KeyRound, Plus } from "lucide-preact";
import { useState } from "preact/hooks";
import { TokenDialog } from "@/components/admin/api/TokenDialog.tsx";
import { TokenList, type TokenListProps } from "@/components/admin/api/TokenList.tsx";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";

export default function ApiTokens(props: TokenListProps & { held: string[] }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const add = (
    <button type="button" class="btn small" onClick={() => setOpen(true)}>
      <Plus size={15} aria-hidden="true" />
      {t("api.tokens.new")}
    </button>
  );
  return (
    <section class="card" aria-labelledby="api-tokens">
      <header>
        <h2 id="api-tokens">{t("api.tokens")}</h2>
        <a class="btn small plain" href="/api-docs">{t("api.admin.docs")}</a>
        {props.tokens.length > 0 && add}
      </header>
      {props.tokens.length === 0
        ? <Empty icon={KeyRound} title={t("api.tokens.empty")} action={add}>{t("api.tokens.hint")}</Empty>
        : <TokenList {...props} />}
      {open && (
        <TokenDialog
          path="/api/tokens"
          held={props.held}
          service={false}
          closed={(made) => {
            setOpen(false);
            if (made) location.reload();
          }}
        />
      )}
    </section>
  );
}
