/** The page around a board. */
import { Head } from "fresh/runtime";
import type { BoardSetup } from "@/components/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";
import Board from "@/islands/Board.tsx";

export function BoardPage(props: { setup: BoardSetup }) {
  const t = useT();
  const { board } = props.setup;
  return (
    <>
      <Head>
        <title>{board ? `${board.pipeline.name} · ` : ""}{t("board.title")} · {t("shell.product")}</title>
      </Head>
      <Board {...props.setup} />
    </>
  );
}
