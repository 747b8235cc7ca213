/** The card of a deal. */
import { page } from "fresh";
import { cardOf } from "@/routes/(_door)/card.ts";
import { define } from "@/routes/(_door)/state.ts";
import { CardPage } from "@/components/records/card/CardPage.tsx";
import type { CardSetup } from "@/components/records/card/types.ts";

export const handlers = define.handlers({
  GET: async (ctx) => page<CardSetup>(await cardOf(ctx, "deal")),
});

export default define.page<typeof handlers>(function Page({ data }) {
  return <CardPage setup={data} />;
});
