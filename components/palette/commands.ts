/** What the command palette can do besides opening pages. Each has a name in both languages. */
import type { Candidate } from "@/components/palette/fuzzy.ts";

export type CommandIcon = "page" | "agent" | "look" | "help" | "search" | "exit" | "new";

/** Plain data: made on the server, run in the browser. */
export interface Command extends Candidate {
  id: string;
  group: "pages" | "actions" | "search";
  icon: CommandIcon;
  run:
    | { do: "open"; href: string }
    | { do: "post"; path: string; body: Record<string, unknown> }
    | { do: "theme"; theme: "auto" | "light" | "dark" }
    | { do: "locale"; locale: "ru" | "en" }
    | { do: "task" }
    | { do: "help" }
    | { do: "logout" };
  /** Keys that do the same, for learning them. */
  keys?: string[];
}
