/** A sign for each kind of notice. */
import {
  AlarmClock,
  AtSign,
  Bell,
  FileInput,
  Handshake,
  ListTodo,
  type LucideIcon,
  Target,
  TriangleAlert,
  Workflow,
} from "lucide-preact";

const ICONS: Record<string, LucideIcon> = {
  "reminder": AlarmClock,
  "task-assigned": ListTodo,
  "deal-assigned": Handshake,
  "lead-assigned": Target,
  "task-overdue": TriangleAlert,
  "mention": AtSign,
  "import-finished": FileInput,
  "automation": Workflow,
};

export function iconOf(kind: string): LucideIcon {
  return ICONS[kind] ?? Bell;
}
