/** The list of tasks. */
import { page } from "fresh";
import { listOf } from "@/routes/(_door)/list.ts";
import { define } from "@/routes/(_door)/state.ts";
import { ListPage } from "@/components/records/list/ListPage.tsx";
import type { ListSetup } from "@/components/records/list/types.ts";

export const handlers = define.handlers({
  GET: async (ctx) => page<ListSetup>(await listOf(ctx, "task")),
});

export default define.page<typeof handlers>(function Page({ data }) {
  return <ListPage setup={data} />;
});
