/** Lines of the audit with what changed in each. */
import type { AuditEntry } from "@/crm/people/audit.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const LONGEST = 80;

export function AuditTable(props: { entries: readonly AuditEntry[]; zone: Zone }) {
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
                <Changes entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Changes(props: { entry: AuditEntry }) {
  const { before, after } = props.entry;
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

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "–";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
