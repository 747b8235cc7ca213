/** Who takes part in a rule: whole teams, people, and the share of each. */
import type { AssignmentSetup, RuleFields } from "@/components/intake/assignment/types.ts";
import { CheckField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

export function Pool(props: { setup: AssignmentSetup; rule: RuleFields; change(pool: RuleFields["pool"]): void }) {
  const t = useT();
  const { setup, rule: { pool, strategy }, change } = props;
  const inPool = (person: AssignmentSetup["people"][number]) =>
    pool.users.includes(person.id) || person.team !== null && pool.teams.includes(person.team);
  const flip = (list: string[], id: string, on: boolean) => on ? [...list, id] : list.filter((one) => one !== id);
  return (
    <fieldset class="builder">
      <legend class="label">{t("intake.assignment.pool")}</legend>
      {setup.teams.length > 0 && (
        <div class="pool-teams">
          {setup.teams.map((team) => (
            <CheckField
              key={team.id}
              label={team.name}
              checked={pool.teams.includes(team.id)}
              onChange={(on) => change({ ...pool, teams: flip(pool.teams, team.id, on) })}
            />
          ))}
        </div>
      )}
      <div class="pool-people">
        {setup.people.map((person) => (
          <div class="row" key={person.id}>
            <CheckField
              label={person.name}
              checked={inPool(person)}
              disabled={!pool.users.includes(person.id) && inPool(person)}
              onChange={(on) => change({ ...pool, users: flip(pool.users, person.id, on) })}
            />
            {strategy === "load" && inPool(person) && (
              <input
                class="input pool-weight"
                type="number"
                min={1}
                max={100}
                aria-label={`${t("intake.assignment.weight")}: ${person.name}`}
                title={t("intake.assignment.weight")}
                value={pool.weights[person.id] ?? 1}
                onInput={(event) => {
                  const weight = Math.min(100, Math.max(1, Math.round(Number(event.currentTarget.value)) || 1));
                  const { [person.id]: _, ...others } = pool.weights;
                  change({ ...pool, weights: weight === 1 ? others : { ...others, [person.id]: weight } });
                }}
              />
            )}
          </div>
        ))}
      </div>
    </fieldset>
  );
}
