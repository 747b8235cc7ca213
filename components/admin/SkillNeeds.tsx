/** What a queue asks of agents, and how the demand falls while a caller waits. */
import { Plus, Trash2 } from "lucide-preact";
import type { SkillNeed } from "@/telephony/acd/types.ts";
import { useT } from "@/components/i18n.ts";

export function SkillNeeds(
  props: { skills: { key: string; title: string }[]; needs: SkillNeed[]; change(needs: SkillNeed[]): void },
) {
  const t = useT();
  const { skills, needs, change } = props;
  const free = skills.filter((skill) => !needs.some((need) => need.skill === skill.key));
  const put = (index: number, part: Partial<SkillNeed>) =>
    change(needs.map((need, i) => i === index ? { ...need, ...part } : need));
  const number = (id: string, label: string, value: number, onChange: (value: number) => void, max: number) => (
    <div class="field narrow">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="number"
        min={0}
        max={max}
        value={value}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
    </div>
  );
  if (skills.length === 0) {
    return (
      <p class="quiet">
        {t("admin.skills.none")} <a href="/admin/skills">{t("shell.nav.skills")}</a>
      </p>
    );
  }
  return (
    <div class="row-list">
      {needs.map((need, index) => (
        <div class="stack" data-tight key={need.skill}>
          <div class="row-edit">
            <div class="field">
              <span class="label">{skills.find((skill) => skill.key === need.skill)?.title ?? need.skill}</span>
            </div>
            {number(
              `need-${index}`,
              t("admin.skills.level"),
              need.minLevel,
              (minLevel) => put(index, { minLevel }),
              100,
            )}
            <button
              type="button"
              class="btn small"
              onClick={() => {
                const last = need.relax.at(-1);
                const relax = [...need.relax, {
                  afterMs: (last?.afterMs ?? 0) + 30_000,
                  minLevel: Math.max(0, Math.floor((last?.minLevel ?? need.minLevel) / 2)),
                }];
                put(index, { relax });
              }}
            >
              <Plus size={15} aria-hidden="true" />
              {t("admin.skills.relax")}
            </button>
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("shell.remove")}
              onClick={() => change(needs.filter((_, i) => i !== index))}
            >
              <Trash2 size={15} aria-hidden="true" />
            </button>
          </div>
          {need.relax.map((step, i) => {
            const putStep = (part: Partial<typeof step>) =>
              put(index, { relax: need.relax.map((one, n) => n === i ? { ...one, ...part } : one) });
            return (
              <div class="row-edit" key={i}>
                {number(`after-${index}-${i}`, t("admin.skills.after"), step.afterMs / 1000, (value) =>
                  putStep({ afterMs: value * 1000 }), 86_400)}
                {number(`level-${index}-${i}`, t("admin.skills.level"), step.minLevel, (minLevel) =>
                  putStep({ minLevel }), 100)}
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("shell.remove")}
                  onClick={() =>
                    put(index, {
                      relax: need.relax.filter((_, n) =>
                        n !== i
                      ),
                    })}
                >
                  <Trash2 size={15} aria-hidden="true" />
                </button>
              </div>
            );
          })}
        </div>
      ))}
      {free.length > 0 && (
        <select
          class="select"
          aria-label={t("admin.skills.add")}
          value=""
          onChange={(event) => {
            if (event.currentTarget.value) {
              change([...needs, { skill: event.currentTarget.value, minLevel: 50, relax: [] }]);
            }
            event.currentTarget.value = "";
          }}
        >
          <option value="">{t("admin.skills.add")}</option>
          {free.map((skill) => <option key={skill.key} value={skill.key}>{skill.title}</option>)}
        </select>
      )}
    </div>
  );
}
