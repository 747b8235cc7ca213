/** Making and changing a product. The price is read as people write it; without one it is asked in each deal. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call } from "@/components/api.ts";
import { Field, TextField } from "@/components/form/Field.tsx";
import { moneyDraft } from "@/components/records/card/values.ts";
import { readMoney } from "@/crm/record/money.ts";
import type { Product } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export interface ProductDialogProps {
  /** null: closed; "new": a new one. */
  product: Product | "new" | null;
  saved(product: Product): void;
  archive(product: Product): void;
  close(): void;
}

const USUAL = "RUB";

export function ProductDialog(props: ProductDialogProps) {
  const t = useT();
  const { product } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState({ name: "", sku: "", price: "" });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [priceError, setPriceError] = useState<string | null>(null);
  useEffect(() => {
    if (!product) return dialog.current?.close();
    setDraft(
      product === "new"
        ? { name: "", sku: "", price: "" }
        : { name: product.name, sku: product.sku, price: product.price ? moneyDraft(product.price) : "" },
    );
    setError(null);
    setPriceError(null);
    dialog.current?.showModal();
  }, [product]);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!product) return;
    const price = draft.price.trim() === "" ? null : readMoney(draft.price, USUAL);
    if (price && !price.ok) return setPriceError(t(price.code));
    const body = { name: draft.name.trim(), sku: draft.sku.trim(), price: price && price.value };
    setBusy(true);
    const answer: Answer<Product> = product === "new"
      ? await call<Product>("POST", "/api/v1/products", body)
      : await call<Product>("PATCH", `/api/v1/products/${product.id}`, { ...body, version: product.version });
    setBusy(false);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    props.saved(answer.value);
  };
  const put = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });
  const price = { id: "product-price", label: t("pipelines.price"), error: priceError };
  return (
    <dialog ref={dialog} aria-labelledby="product-title" onClose={props.close}>
      <form onSubmit={submit}>
        <header>
          <h2 id="product-title">{t(product === "new" ? "pipelines.product.new" : "pipelines.product.edit")}</h2>
          <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={props.close}>
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <TextField
            id="product-name"
            label={t("pipelines.name")}
            required
            maxLength={200}
            value={draft.name}
            onInput={(event) => put({ name: event.currentTarget.value })}
          />
          <TextField
            id="product-sku"
            label={t("pipelines.sku")}
            maxLength={100}
            value={draft.sku}
            onInput={(event) => put({ sku: event.currentTarget.value })}
          />
          <Field {...price} hint={t("pipelines.price.hint")}>
            <input
              class="input"
              id="product-price"
              inputMode="decimal"
              maxLength={40}
              aria-invalid={priceError ? "true" : undefined}
              aria-describedby="product-price-hint"
              placeholder={t("pipelines.price.example")}
              value={draft.price}
              onInput={(event) => {
                setPriceError(null);
                put({ price: event.currentTarget.value });
              }}
            />
          </Field>
          {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
        </div>
        <div class="dialog-foot">
          {product !== null && product !== "new" && (
            <>
              <button
                type="button"
                class="btn danger-quiet"
                disabled={busy}
                onClick={() => props.archive(product)}
              >
                {t("pipelines.archive")}
              </button>
              <span class="grow" />
            </>
          )}
          <button type="button" class="btn" onClick={props.close}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary" disabled={busy}>{t("shell.save")}</button>
        </div>
      </form>
    </dialog>
  );
}
