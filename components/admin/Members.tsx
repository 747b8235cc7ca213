/** Who serves a queue: a tick for each person, with order (linear) and penalty (lower is asked first). */
import { Search } from "lucide-preact";
import { useState } from "preact/hooks";
import { match } from "@/components/palette/fuzzy.ts";
import { useT } from "@/components/i18n.ts";

interface Member {
  user: string;
  order: number;
  penalty: number;
}

export function Members(
  props: {
    people: { id: string; name: string; team: string }[];
    members: Member[];
    linear: boolean;
    change(members: Member[]): void;
  },
) {
  const t = useT();
  const [text, setText] = useState("");
  const byUser = new Map(props.members.map((member) => [member.user, member]));
  const put = (user: string, part: Partial<Member>) =>
    props.change(props.members.map((one) => one.user === user ? { ...one, ...part } : one));
  const toggle = (user: string, on: boolean) =>
    props.change(
      on
        ? [...props.members, { user, order: props.members.length, penalty: 0 }]
        : props.members.filter((one) => one.user !== user),
    );
  const shown = props.people.filter((person) => match(text, `${person.name} ${person.team}`));
  return (
    <>
      <div class="row">
        <span class="search grow">
          <Search size={15} aria-hidden="true" />
          <input
            class="input"
            type="search"
            placeholder={t("admin.members.find")}
            aria-label={t("admin.members.find")}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </span>
        <span class="badge">{t("admin.members.count", { count: props.members.length })}</span>
      </div>
      <div class="member-list" tabIndex={0} role="region" aria-label={t("admin.queue.members")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("admin.members.person")}</th>
              {props.linear && <th scope="col" class="tight">{t("admin.members.order")}</th>}
              <th scope="col" class="tight">{t("admin.members.penalty")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((person) => {
              const member = byUser.get(person.id);
              const number = (field: "order" | "penalty") => (
                <td class="tight">
                  <input
                    class="input"
                    type="number"
                    min={0}
                    max={1000}
                    disabled={!member}
                    aria-label={`${person.name}: ${t(`admin.members.${field}`)}`}
                    value={member?.[field] ?? 0}
                    onInput={(event) => put(person.id, { [field]: Number(event.currentTarget.value) })}
                  />
                </td>
              );
              return (
                <tr key={person.id}>
                  <th scope="row">
                    <label class="check">
                      <input
                        type="checkbox"
                        checked={!!member}
                        onChange={(event) => toggle(person.id, event.currentTarget.checked)}
                      />
                      <span>
                        {person.name}
                        {person.team && <small>{person.team}</small>}
                      </span>
                    </label>
                  </th>
                  {props.linear && number("order")}
                  {number("penalty")}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
