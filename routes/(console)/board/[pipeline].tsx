/** The board of one pipeline. */
import { page } from "fresh";
import { boardOf } from "@/routes/(_door)/board.ts";
import { define } from "@/routes/(_door)/state.ts";
import { BoardPage } from "@/components/pipeline/BoardPage.tsx";
import type { BoardSetup } from "@/components/pipeline/types.ts";

export const handlers = define.handlers({
  GET: async (ctx) => page<BoardSetup>(await boardOf(ctx, ctx.params.pipeline)),
});

export default define.page<typeof handlers>(function Page({ data }) {
  return <BoardPage setup={data} />;
});
