/** What the editor is made from: triggers, actions, fields and lists as the server has them. Holds no code. */
import type { Input, SubjectKind } from "@/crm/automation/types.ts";
import type { FieldType, FilterOp } from "@/crm/record/types.ts";

export interface EditorTrigger {
  id: string;
  group: string;
  inputs: readonly Input[];
  /** Whom the rule is about; null: the `kind` that is chosen. */
  subject: SubjectKind | null;
}

export interface EditorAction {
  id: string;
  group: string;
  /** Absent: any. */
  subjects?: readonly SubjectKind[];
  inputs: readonly Input[];
}

export interface EditorOption {
  value: string;
  label: string;
  group?: string;
}

export interface EditorField {
  key: string;
  label: string;
  type: FieldType;
  ops: readonly FilterOp[];
  /** Of selects. */
  options: readonly EditorOption[];
  readOnly: boolean;
}

export type ListName =
  | "user"
  | "team"
  | "stage"
  | "pipeline"
  | "queue"
  | "disposition"
  | "source"
  | "webhook"
  | "assignment-rule"
  | "loss-reason";

export interface EditorSetup {
  triggers: readonly EditorTrigger[];
  actions: readonly EditorAction[];
  /** By kind, calls too. */
  fields: Readonly<Record<string, readonly EditorField[]>>;
  lists: Readonly<Record<ListName, readonly EditorOption[]>>;
  timeZone: string;
  locale: "ru" | "en";
  /** Where requests from outside are sent, without the secret. */
  hookUrl: string;
}
