/** What deals are made of. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listProducts, type Product } from "@/crm/pipeline/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ProductsEditor from "@/islands/ProductsEditor.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "pipelines.manage");
    return page<{ products: Product[] }>({ products: await listProducts(ctx.state.store, access, { archived: true }) });
  },
});

export default define.page<typeof handlers>(function ListPage({ data, state }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.products")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.products")}</h1>
          <p>{t("pipelines.products.lead")}</p>
        </div>
      </div>
      <ProductsEditor products={data.products} locale={state.locale} />
    </>
  );
});
