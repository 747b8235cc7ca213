/** What came out of a played room: queues as they go now and as they would, and people by what they can. */
import type { Line } from "@/ml/staffing/lines.ts";
import { useT } from "@/components/i18n.ts";
import type { Say } from "@/components/staffing/say.ts";
import type { Played } from "@/components/staffing/skills_stream.ts";

export function SkillsResult(props: { played: Played; lines: readonly Line[]; say: Say }) {
  const t = useT();
  const { played, lines, say } = props;
  const { required, now } = played.done!;
  const name = (id: string) => lines.find(({ queue }) => queue?.id === id)?.queue?.name ?? "–";
  if (!required.ok) {
    return (
      <p class="note-box staff-note" role="alert">
        {t(`staffing.skills.${required.code}`, { queue: name(required.queue) })}
      </p>
    );
  }
  const then = required.outcome;
  return (
    <div
      class="report-table staff-result"
      tabIndex={0}
      role="region"
      aria-label={t("staffing.table.of", { name: t("staffing.skills.result") })}
    >
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("staffing.skills.queue")}</th>
            <th scope="col" class="num">{t("staffing.skills.calls")}</th>
            <th scope="col" class="num">{t("staffing.skills.now")}</th>
            <th scope="col" class="num">{t("staffing.skills.then")}</th>
            <th scope="col" class="num">{t("staffing.skills.abandon")}</th>
          </tr>
        </thead>
        <tbody>
          {played.queues.map((queue, n) => (
            <tr key={queue.name}>
              <th scope="row">{name(queue.name)}</th>
              <td class="num">{say.fine(queue.callsPerHour)}</td>
              <td class="num">{say.percent(now.queues[n]?.serviceLevel)}</td>
              <td class="num">{say.percent(then.queues[n]?.serviceLevel)}</td>
              <td class="num">{say.percent(then.queues[n]?.abandon)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("staffing.skills.group")}</th>
            <th scope="col" class="num">{t("staffing.skills.members")}</th>
            <th scope="col" class="num">{t("staffing.skills.listed")}</th>
            <th scope="col" class="num">{t("staffing.skills.needed")}</th>
          </tr>
        </thead>
        <tbody>
          {played.groups.map((group, n) => (
            <tr key={n}>
              <th scope="row">
                {group.serves.map(({ queue, after }) =>
                  after > 0
                    ? t("staffing.skills.after", { queue: name(queue), seconds: Math.round(after) })
                    : name(queue)
                ).join(", ")}
              </th>
              <td class="num">{group.members}</td>
              <td class="num">{say.fine(group.scheduled)}</td>
              <td
                class="num"
                data-gap={required.groups[n].agents > group.scheduled + 0.05 ? "under" : undefined}
              >
                {required.groups[n].agents}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="report-hint">{t("staffing.skills.rooms", { rooms: required.rooms })}</p>
    </div>
  );
}
