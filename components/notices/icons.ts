/** A sign for each kind of notice. */
import {
  AlarmClock,
  AtSign,
  Bell,
  BrainCircuit,
  FileInput,
  Handshake,
  ListTodo,
  type LucideIcon,
  Target,
  TrendingDown,
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
  "model-drifted": TrendingDown,
  "model-promoted": BrainCircuit,
  "model-not-better": BrainCircuit,
  "model-failed": TriangleAlert,
  "automation": Workflow,
};

export function iconOf(kind: string): LucideIcon {
  return ICONS[kind] ?? Bell;
}
