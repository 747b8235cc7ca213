/** The model beside the simple ways, as bars of errors: the shorter, the better. */
import { Term } from "@/components/workshop/Term.tsx";
import { barsOf } from "@/components/workshop/new/bars.ts";
import type { VersionDetail } from "@/ml/registry/types.ts";
import { formatPercent } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

export function Compare({ version, locale }: { version: VersionDetail; locale: string }) {
  const t = useT();
  const bars = barsOf(version.report);
  if (bars.length < 2) return null;
  const most = Math.max(...bars.map(({ error }) => error), 1e-9);
  const kind = version.verdict.figure.name === "wape" ? "volume" : "score";
  return (
    <figure class="ws-compare">
      <figcaption>{t(`workshop.compare.${kind}`)}</figcaption>
      <dl>
        {bars.map(({ name, error }) => (
          <div key={name} data-own={name === "product" || undefined} data-model={name}>
            <dt>
              {name === "product" || name === "champion"
                ? t(`workshop.compare.${name}`)
                : <Term of={name} kind="family" />}
            </dt>
            <dd>
              <i style={`inline-size: ${Math.max(1, (error / most) * 100)}%`} aria-hidden="true" />
              <span>{formatPercent(locale, error, 1)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}
