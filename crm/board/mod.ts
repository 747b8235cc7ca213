/** The door of boards: a pipeline's deals in columns, and their moves. */
export { moveDeal } from "@/crm/board/move.ts";
export { columnCards, openBoard, refreshCards } from "@/crm/board/read.ts";
export { boardSchema, cardsSchema, FIRST_CARDS, moveSchema, refreshSchema } from "@/crm/board/schemas.ts";
export type { Board, BoardCard, BoardColumn, CardsPage, ColumnTotals, Moved, Refreshed } from "@/crm/board/types.ts";
