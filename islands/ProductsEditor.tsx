/** Products: what deals are made of. */
import { ArchiveRestore, Package, Pencil, Plus } from "lucide-preact";
import { useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import { PriceList } from "@/components/admin/pipelines/PriceList.tsx";
import { ProductDialog } from "@/components/admin/pipelines/ProductDialog.tsx";
import { Empty } from "@/components/Empty.tsx";
import { moneyText } from "@/components/records/card/values.ts";
import type { Product } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export default function ProductsEditor(props: { products: Product[]; locale: "ru" | "en" }) {
  const t = useT();
  const [products, setProducts] = useState(props.products);
  const [open, setOpen] = useState<Product | "new" | null>(null);
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase(props.locale);
  const live = products.filter(({ archived }) => !archived)
    .sort((a, b) => a.name.localeCompare(b.name, props.locale));
  const found = live.filter(({ name, sku }) => `${name} ${sku}`.toLocaleLowerCase(props.locale).includes(wanted));
  const gone = products.filter(({ archived }) => archived);
  const put = (next: Product) =>
    setProducts((all) =>
      all.some(({ id }) => id === next.id) ? all.map((one) => one.id === next.id ? next : one) : [
        ...all,
        next,
      ]
    );
  const setArchived = async (product: Product, archived: boolean) => {
    const answer = archived
      ? await call("DELETE", `/api/v1/products/${product.id}`, {})
      : await post(`/api/v1/products/${product.id}/restore`);
    if (!explain(answer, t)) return;
    setOpen(null);
    put({ ...product, archived, version: product.version + 1 });
    if (!archived) return toast("good", t("pipelines.restored", { name: product.name }));
    toast("good", t("pipelines.thing-archived", { name: product.name }), {
      label: t("pipelines.undo"),
      run: () => void setArchived({ ...product, version: product.version + 1 }, false),
    });
  };
  const add = (
    <button type="button" class="btn primary" onClick={() => setOpen("new")}>
      <Plus size={16} aria-hidden="true" />
      {t("pipelines.product.new")}
    </button>
  );
  return (
    <>
      {live.length === 0
        ? (
          <div class="card">
            <Empty
              icon={Package}
              title={t("pipelines.products.empty")}
              action={
                <>
                  {add} <PriceList onDone={setProducts} />
                </>
              }
            >
              {t("pipelines.products.empty.hint")}
            </Empty>
          </div>
        )
        : (
          <>
            <div class="filters">
              {live.length > 8 && (
                <input
                  class="input"
                  type="search"
                  aria-label={t("pipelines.products.search")}
                  placeholder={t("pipelines.products.search")}
                  value={search}
                  onInput={(event) => setSearch(event.currentTarget.value)}
                />
              )}
              {add}
              <PriceList onDone={setProducts} />
            </div>
            <div class="table-wrap">
              <table class="table cards">
                <thead>
                  <tr>
                    <th scope="col">{t("pipelines.name")}</th>
                    <th scope="col">{t("pipelines.sku")}</th>
                    <th scope="col" class="num">{t("pipelines.price")}</th>
                    <th scope="col">
                      <span class="unseen">{t("pipelines.edit")}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((product) => (
                    <tr key={product.id}>
                      <th scope="row">{product.name}</th>
                      <td data-label={t("pipelines.sku")}>{product.sku || "–"}</td>
                      <td class="num" data-label={t("pipelines.price")}>
                        {product.price ? moneyText(product.price, props.locale) : t("pipelines.price.none")}
                      </td>
                      <td class="actions">
                        <button
                          type="button"
                          class="btn icon small plain"
                          aria-label={t("pipelines.product.edit-one", { name: product.name })}
                          onClick={() => setOpen(product)}
                        >
                          <Pencil size={15} aria-hidden="true" />
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {found.length === 0 && (
              <p class="quiet add-line">
                {t("pipelines.products.none-found")}{" "}
                <button type="button" class="btn small" onClick={() => setSearch("")}>{t("pipelines.clear")}</button>
              </p>
            )}
          </>
        )}
      {gone.length > 0 && (
        <details class="fold">
          <summary>{t("pipelines.put-away", { count: gone.length })}</summary>
          <ul class="plain-list card">
            {gone.map((product) => (
              <li key={product.id}>
                <span class="grow">{product.name}</span>
                <button type="button" class="btn small" onClick={() => void setArchived(product, false)}>
                  <ArchiveRestore size={15} aria-hidden="true" />
                  {t("pipelines.restore")}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <ProductDialog
        product={open}
        saved={(product) => {
          put(product);
          setOpen(null);
          toast("good", t("shell.saved"));
        }}
        archive={(product) => void setArchived(product, true)}
        close={() => setOpen(null)}
      />
    </>
  );
}
