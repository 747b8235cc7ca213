/** A deal on the board. It draws itself by its own signal: what happens to other cards is none of its work. */
import { Check, Clock, EllipsisVertical, Flame, Lock, TriangleAlert } from "lucide-preact";
import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Money } from "@/crm/record/types.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { choose, type Deck, meant } from "@/components/pipeline/deck.ts";
import type { Attach } from "@/components/pipeline/useDrag.ts";
import { ageText, taskOf } from "@/components/pipeline/words.ts";
import { moneyText } from "@/components/records/card/values.ts";
import { ScoreBadge } from "@/components/scores/ScoreBadge.tsx";
import { minuteNow } from "@/components/pipeline/minute.ts";

const TASK_ICONS = { none: TriangleAlert, overdue: TriangleAlert, today: Clock, later: Clock };

export function Card(props: { id: string; deck: Deck; people: ReadonlyMap<string, string>; attach: Attach }) {
  const { id, deck } = props;
  const { t, setup } = deck;
  const root = useRef<HTMLElement>(null);
  const chosen = useComputed(() => deck.chosen.value.has(id));
  const held = useComputed(() => deck.held.value.has(id));
  const active = useComputed(() => deck.active.value === id);
  const view = deck.state.value.card(id)?.value;
  const edit = view?.card.edit ?? false;
  useEffect(() => edit && root.current ? props.attach(id, root.current) : undefined, [id, edit]);
  if (!view) return null;
  const { values } = view.card;
  const now = minuteNow.value;
  const name = `${values.name ?? ""}` || t("board.card.unnamed");
  const amount = values.amount as Money | null | undefined;
  const open = values.status === "open";
  const task = "nextTask" in values && open
    ? taskOf(values.nextTask as string | null, { now, zone: setup.zone, t })
    : null;
  const since = typeof values.stageSince === "string" ? ageText(now - Date.parse(values.stageSince), t) : null;
  const rotten = open && typeof values.rottenAt === "string" && Date.parse(values.rottenAt) <= now;
  const owner = typeof values.owner === "string" ? props.people.get(values.owner) ?? "" : null;
  const Task = task && TASK_ICONS[task.mark];
  const about = [values.company, view.contact].filter(Boolean).join(" · ");
  return (
    <article
      ref={root}
      class="bd-card"
      data-id={id}
      data-pending={view.pending || undefined}
      data-held={held.value || undefined}
      data-chosen={chosen.value || undefined}
      data-edit={edit || undefined}
      tabIndex={active.value ? 0 : -1}
      aria-roledescription={t("board.roledescription")}
      aria-label={name}
      aria-describedby="board-keys"
      aria-busy={view.pending}
      onFocus={() => deck.active.value = id}
    >
      <header>
        <button
          type="button"
          class="bd-check"
          role="checkbox"
          tabIndex={-1}
          aria-checked={chosen.value}
          aria-label={t("board.card.select", { name })}
          onClick={(event) => {
            event.stopPropagation();
            choose(deck, [id], !chosen.value);
          }}
        >
          <Check size={12} strokeWidth={3} aria-hidden="true" />
        </button>
        <a class="bd-name" href={`/deals/${id}`} tabIndex={-1} draggable={false} title={name}>{name}</a>
        {edit
          ? (
            <button
              type="button"
              class="bd-more"
              tabIndex={-1}
              aria-label={t("board.card.menu", { name })}
              aria-haspopup="menu"
              onClick={(event) => {
                event.stopPropagation();
                deck.menu.value = { ids: meant(deck, id), from: event.currentTarget };
              }}
            >
              <EllipsisVertical size={16} aria-hidden="true" />
            </button>
          )
          : (
            <span class="bd-lock" title={t("board.card.locked")}>
              <Lock size={13} aria-label={t("board.card.locked")} />
            </span>
          )}
      </header>
      <p class="bd-money">
        {"amount" in values &&
          (amount
            ? <strong>{moneyText(amount, setup.zone.locale)}</strong>
            : <span class="quiet">{t("board.card.no-amount")}</span>)}
        {open && typeof values.probability === "number" && (
          <span class="bd-chance" title={t("board.probability", { percent: values.probability })}>
            {values.probability}%
          </span>
        )}
        {open && typeof values.score === "number" && <ScoreBadge score={values.score} t={t} />}
      </p>
      <p class="bd-about clip" title={about}>{about || " "}</p>
      <footer>
        {owner !== null
          ? (
            <span class="bd-owner" title={t("board.card.owner", { name: owner })}>
              <Avatar name={owner || "?"} size="small" />
              <span class="unseen">{t("board.card.owner", { name: owner })}</span>
            </span>
          )
          : "owner" in values && <span class="bd-owner none" title={t("board.card.no-owner")} aria-hidden="true" />}
        {task && Task && (
          <span class="bd-task clip" data-task={task.mark} title={task.text}>
            <Task size={13} aria-hidden="true" />
            <span class="clip" aria-hidden="true">{task.short}</span>
            <span class="unseen">{task.text}</span>
          </span>
        )}
        <span class="grow" />
        {since !== null && (
          <span
            class="bd-age"
            data-rotten={rotten || undefined}
            title={t(rotten ? "board.card.rotten" : "board.card.age", { age: since })}
          >
            {rotten && <Flame size={13} aria-label={t("board.card.rotten", { age: since })} />}
            {since}
          </span>
        )}
      </footer>
    </article>
  );
}
