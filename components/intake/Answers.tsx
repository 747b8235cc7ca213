/** How soon leads are answered, source by source, in few figures. */
import { useEffect, useState } from "preact/hooks";
import type { SourceFigures } from "@/crm/intake/mod.ts";
import { call } from "@/components/api.ts";
import { ageText } from "@/components/intake/words.ts";
import type { SourceName } from "@/components/intake/types.ts";
import { formatPercent } from "@/locales/format.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function Answers(props: { sources: SourceName[]; zone: Zone }) {
  const t = useT();
  const [figures, setFigures] = useState<SourceFigures[] | null>(null);
  useEffect(() => {
    void call<SourceFigures[]>("GET", "/api/v1/inbox/figures").then((answer) =>
      setFigures(answer.ok ? answer.value : [])
    );
  }, []);
  const shown = (figures ?? []).filter((one) => one.leads > 0);
  if (figures === null || shown.length === 0) return null;
  return (
    <section class="answers">
      <h3>{t("intake.inbox.answers")}</h3>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("intake.inbox.source")}</th>
            {["median", "in-target", "waiting"].map((key) => (
              <th scope="col" class="num" key={key}>{t(`intake.figures.${key}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={one.source}>
              <th scope="row">{props.sources.find(({ id }) => id === one.source)?.name}</th>
              <td class="num">{one.medianMs === null ? "–" : ageText(one.medianMs, props.zone)}</td>
              <td class="num">{one.inTarget === null ? "–" : formatPercent(props.zone.locale, one.inTarget)}</td>
              <td class="num">{one.waiting}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
