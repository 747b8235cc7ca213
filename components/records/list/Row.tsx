/** A row of the grid. Drawn again only when something of its own changed. */
import { TriangleAlert } from "lucide-preact";
import { Component } from "preact";
import type { CrmRecord, RecordKind } from "@/crm/record/types.ts";
import { Cell } from "@/components/records/list/Cell.tsx";
import type { Column, ListWords } from "@/components/records/list/types.ts";
import type { Translate } from "@/components/i18n.ts";

export interface RowProps {
  kind: RecordKind;
  record: CrmRecord;
  /** Place among the loaded rows, from 0. */
  at: number;
  columns: readonly Column[];
  words: ListWords & { t: Translate };
  chosen: boolean;
  /** Column of the active cell; null: another row is active. */
  active: string | null;
  pending: boolean;
  gone: "moved" | "unseen" | null;
  archived: boolean;
  /** Columns whose change was refused, with the reason, as one text to compare. */
  refused: ReadonlyMap<string, string> | null;
  /** Id prefix of the grid. */
  grid: string;
}

/** On phones: what stands where in a card. */
export function cardSlots(columns: readonly Column[]): Map<string, "title" | "badge" | "line"> {
  const slots = new Map<string, "title" | "badge" | "line">([["name", "title"]]);
  let lines = 0;
  for (const { key } of columns) {
    if (key === "name") continue;
    if (key === "status") slots.set(key, "badge");
    else if (lines++ < 4) slots.set(key, "line");
  }
  return slots;
}

export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const now = this.props;
    return (Object.keys(next) as (keyof RowProps)[]).some((key) => now[key] !== next[key]);
  }

  override render() {
    const { kind, record, at, columns, words, chosen, active, grid, gone, refused } = this.props;
    const { t } = words;
    const slots = cardSlots(columns);
    const name = `${record.values.name ?? ""}` || t("card.unnamed");
    return (
      <div
        class="rl-row"
        role="row"
        id={`${grid}-${record.id}`}
        data-id={record.id}
        aria-rowindex={at + 2}
        aria-selected={chosen}
        data-active={active !== null || undefined}
        data-pending={this.props.pending || undefined}
        data-gone={gone ?? undefined}
        // In heights of rows: they are cards on phones. No property of its own, which every cell would inherit.
        style={`top: calc(var(--rl-row) * ${at})`}
      >
        <div class="rl-cell rl-box" role="gridcell">
          <input
            type="checkbox"
            class="rl-check"
            tabIndex={-1}
            checked={chosen}
            aria-label={t("records.list.choose", { name })}
          />
        </div>
        {columns.map(({ key }) => {
          const field = words.fields.get(key);
          if (!field) return null;
          const why = refused?.get(key);
          return (
            <div
              key={key}
              class="rl-cell"
              role="gridcell"
              id={`${grid}-${record.id}-${key}`}
              data-key={key}
              data-type={field.type}
              data-slot={slots.get(key)}
              data-active={active === key || undefined}
              data-refused={why ? true : undefined}
              title={why}
            >
              <Cell
                kind={kind}
                id={record.id}
                field={field}
                value={record.values[key]}
                values={record.values}
                words={words}
              />
              {why && <TriangleAlert size={13} role="img" aria-label={why} />}
              {key === "name" && gone && (
                <span class="badge" data-tone="warn">{t(goneWord(gone, this.props.archived))}</span>
              )}
            </div>
          );
        })}
      </div>
    );
  }
}

function goneWord(gone: "moved" | "unseen", archived: boolean): string {
  if (gone === "unseen") return "records.list.gone.unseen";
  return archived ? "records.list.gone.restored" : "records.list.gone.deleted";
}
