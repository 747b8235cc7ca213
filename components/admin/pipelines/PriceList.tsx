/** Products from a table: choose the file, see what came of it. */
import { FileUp } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import type { Product } from "@/crm/pipeline/types.ts";
import type { ProductsImported } from "@/crm/import/products.ts";
import { useT } from "@/components/i18n.ts";

/** The door takes this much. */
const LARGEST = 1_000_000;

export function PriceList(props: { onDone(products: Product[]): void }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<ProductsImported["failed"]>([]);
  const send = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > LARGEST) return toast("bad", t("import.error.too-large", { megabytes: 1 }));
    setBusy(true);
    setFailed([]);
    const done = await upload(file);
    setBusy(false);
    if (!done.ok) return toast("bad", t(done.code, done.detail));
    const { created, updated, same } = done.value;
    setFailed(done.value.failed);
    toast("good", t("import_pages.products.done", { created, updated, same }));
    const list = await call<{ products: Product[] }>("GET", "/api/v1/products?archived=true");
    if (list.ok) props.onDone(list.value.products);
  };
  return (
    <>
      <button type="button" class="btn" disabled={busy} onClick={() => input.current?.click()}>
        <FileUp size={16} aria-hidden="true" />
        {t(busy ? "import_pages.products.busy" : "import_pages.products")}
      </button>
      <input
        ref={input}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label={t("import_pages.products")}
        accept=".csv,.tsv,.txt,.xlsx"
        onChange={(event) => {
          void send(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      {failed.length > 0 && (
        <p class="note-box" data-tone="warn" role="alert">
          {t("import_pages.products.failed", { count: failed.length })}{" "}
          {failed.slice(0, 5).map(({ row, value, code }) => `${row}: ${value} — ${t(code)}`).join("; ")}
        </p>
      )}
    </>
  );
}

async function upload(file: File) {
  const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
  const path = `/api/v1/products/import?${new URLSearchParams({ name: file.name })}`;
  const headers = { accept: "application/json", "content-type": "application/octet-stream", "x-csrf": csrf };
  try {
    const response = await fetch(path, { method: "POST", headers, body: file });
    const data = await response.json();
    if (response.ok) return { ok: true as const, value: data as ProductsImported };
    return { ok: false as const, code: `${data.code ?? "shell.error.server"}`, detail: data.values };
  } catch {
    return { ok: false as const, code: "shell.error.network", detail: undefined };
  }
}
