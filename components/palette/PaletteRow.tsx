/** One line of the palette: a command, or somebody who was found. */
import {
  BookUser,
  Building2,
  FileText,
  Handshake,
  Headset,
  HelpCircle,
  ListTodo,
  LogOut,
  type LucideIcon,
  Palette as PaletteIcon,
  PhoneCall,
  Plus,
  Search,
  Target,
} from "lucide-preact";
import type { Row } from "@/components/palette/rows.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const ICONS: Record<Row["icon"], LucideIcon> = {
  page: FileText,
  agent: Headset,
  look: PaletteIcon,
  help: HelpCircle,
  search: Search,
  exit: LogOut,
  new: Plus,
  lead: Target,
  contact: BookUser,
  company: Building2,
  deal: Handshake,
  task: ListTodo,
  call: PhoneCall,
};

export function PaletteRow(
  props: { row: Row; index: number; chosen: boolean; locale: "ru" | "en"; point(): void; run(): void },
) {
  const t = useT();
  const { row } = props;
  const Icon = ICONS[row.icon];
  const when = row.at === undefined
    ? []
    : [new Intl.DateTimeFormat(props.locale, { dateStyle: "short", timeStyle: "short" }).format(row.at)];
  const detail = [...row.detail.map((part) => /^\+\d+$/.test(part) ? prettyNumber(part) : part), ...when].join(" · ");
  return (
    <div
      class="palette-item"
      id={`command-${props.index}`}
      role="option"
      aria-selected={props.chosen}
      onPointerMove={props.point}
      onClick={props.run}
    >
      <Icon size={16} aria-hidden="true" />
      <span class="grow">
        {row.name === ""
          ? <span class="quiet">{t("shell.palette.nameless")}</span>
          : <Marked text={row.name} marks={row.marks} />}
        {detail && <small>{detail}</small>}
      </span>
      {row.status && <span class="badge">{t(`records.status.${row.status}`)}</span>}
      {row.keys.map((key) => <kbd key={key}>{key}</kbd>)}
    </div>
  );
}

function Marked(props: { text: string; marks: number[] }) {
  if (props.marks.length === 0) return <>{props.text}</>;
  const marked = new Set(props.marks);
  return <>{[...props.text].map((letter, i) => marked.has(i) ? <mark key={i}>{letter}</mark> : letter)}</>;
}
