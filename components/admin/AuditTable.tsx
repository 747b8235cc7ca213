/** Lines of the audit with what changed in each. */
import type { AuditEntry } from "@/crm/people/audit.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import type { FieldChange } from "@/crm/timeline/types.ts";
import { ChangeLines } from "@/components/records/card/ChangeLines.tsx";
import type { CardField } from "@/components/records/card/types.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import RevertLine from "@/islands/RevertLine.tsx";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const LONGEST = 80;

/** A line about a record: its changes in words of the page, and whether it can be put back. */
export interface AuditLine {
  id: string;
  kind: RecordKind;
  changes: FieldChange[];
  revert: boolean;
}

export interface AuditTableProps {
  entries: readonly AuditEntry[];
  zone: Zone;
  lines: readonly AuditLine[];
  fields: Partial<Record<RecordKind, CardField[]>>;
  names: Record<string, string>;
  /** The person may change records of these kinds. */
  kindsToEdit: readonly RecordKind[];
}

export function AuditTable(props: AuditTableProps) {
  const t = useT();
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label={t("shell.nav.audit")}>
      <table class="table cards">
        <thead>
          <tr>
            {["when", "actor", "action", "changes"].map((key) => (
              <th scope="col" key={key}>{t(`admin.audit.${key}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.entries.map((entry) => (
            <tr key={entry.id}>
              <td class="tight" data-label={t("admin.audit.when")}>{dateTimeOf(entry.at, props.zone)}</td>
              <th scope="row" data-label={t("admin.audit.actor")}>
                {entry.actor === "system" ? t("admin.audit.system") : entry.actorName ?? entry.actor}
                {entry.ip && <small class="quiet nowrap">· {entry.ip}</small>}
              </th>
              <td data-label={t("admin.audit.action")}>
                <code>{entry.action}</code>
              </td>
              <td data-label={t("admin.audit.changes")}>
                <Changes entry={entry} {...props} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Changes(props: AuditTableProps & { entry: AuditEntry }) {
  const { before, after } = props.entry;
  const line = props.lines.find(({ id }) => id === props.entry.id);
  if (line) return <RecordChanges {...props} line={line} />;
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (keys.length === 0) return <span class="quiet">{props.entry.entityKind}</span>;
  return (
    <details>
      <summary>{keys.slice(0, 4).join(", ")}{keys.length > 4 ? ` +${keys.length - 4}` : ""}</summary>
      <div class="diff">
        {keys.map((key) => (
          <span key={key}>
            <code>{key}</code> {before && key in before && <del>{short(before[key])}</del>}{" "}
            {after && key in after && <ins>{short(after[key])}</ins>}
          </span>
        ))}
      </div>
    </details>
  );
}

function RecordChanges(props: AuditTableProps & { entry: AuditEntry; line: AuditLine }) {
  const t = useT();
  const { line, entry } = props;
  const fields = new Map((props.fields[line.kind] ?? []).map((field) => [field.key, field]));
  const created = entry.before === null;
  const lines = (
    <ChangeLines lines={line.changes} words={{ fields, names: props.names, zone: props.zone }} created={created} />
  );
  return (
    <div class="audit-record">
      <a href={`/${PLURAL[line.kind]}/${entry.entityId}`}>{t("admin.audit.record", { kind: line.kind })}</a>
      {line.changes.length > 4
        ? (
          <details>
            <summary>{t("timeline.fields", { count: line.changes.length })}</summary>
            {lines}
          </details>
        )
        : lines}
      {line.revert && props.kindsToEdit.includes(line.kind) && (
        <RevertLine
          id={line.id}
          labels={Object.fromEntries(line.changes.map(({ field }) => [field, fields.get(field)?.label ?? field]))}
        />
      )}
    </div>
  );
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "–";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
