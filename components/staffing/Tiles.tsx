/** Figures at the head of a view, each with a sentence of what it is. */
import type { ComponentChildren } from "preact";

export interface TileProps {
  title: string;
  value: string;
  tone?: "good" | "bad" | "warn";
  children?: ComponentChildren;
}

export function Tile(props: TileProps) {
  return (
    <div class="card report-kpi staff-tile" data-tone={props.tone}>
      <dt>{props.title}</dt>
      <dd>
        <strong>{props.value}</strong>
        <span>{props.children}</span>
      </dd>
    </div>
  );
}

export function Tiles(props: { children: ComponentChildren }) {
  return <dl class="report-kpis">{props.children}</dl>;
}
