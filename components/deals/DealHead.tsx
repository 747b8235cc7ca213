/** What a deal is worth, where it stands, and what it waits for. */
import { CalendarClock, Handshake, ListTodo, Plus, RotateCcw, TriangleAlert } from "lucide-preact";
import { Avatar } from "@/components/Avatar.tsx";
import type { SalesSetup } from "@/components/deals/types.ts";
import { isLate } from "@/components/deals/late.ts";
import { StageDialog } from "@/components/deals/StageDialog.tsx";
import { StagePath } from "@/components/deals/StagePath.tsx";
import { daysSince, placeOf } from "@/components/deals/stages.ts";
import { useMove } from "@/components/deals/useMove.ts";
import { type HeadProps, Menu } from "@/components/records/card/Head.tsx";
import { moneyText, textOf } from "@/components/records/card/values.ts";
import { now } from "@/components/time/now.ts";
import type { Money } from "@/crm/record/types.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function DealHead(props: HeadProps & { sales: SalesSetup }) {
  const t = useT();
  const { card, words, may, sales } = props;
  const { record } = card;
  const { values } = record;
  const field = (key: string) => words.fields.get(key);
  const text = (key: string) => field(key) ? textOf(values[key], field(key)!, { ...words, t }) : "";
  const move = useMove(card, words);
  const place = placeOf(sales.pipelines, move.stage);
  const mayMove = may.edit && !record.archived && field("stage")?.edit === true;
  const pipelines = sales.pipelines.filter((one) => !one.archived || one.id === place?.pipeline.id);
  const owner = text("owner");
  const amount = values.amount as Money | null | undefined;
  const company = typeof values.companyLink === "string" ? words.names[values.companyLink] : undefined;
  return (
    <header class="card-head deal-head">
      <div class="row wrap">
        <span class="deal-sign" aria-hidden="true">
          <Handshake size={22} />
        </span>
        <div class="grow">
          <h1>{`${values.name ?? ""}` || t("card.unnamed")}</h1>
          <p class="quiet">
            {t("records.kind.deal")}
            {company !== undefined
              ? (
                <>
                  {" · "}
                  <a href={`/companies/${values.companyLink}`}>{company || t("card.unnamed")}</a>
                </>
              )
              : values.company
              ? ` · ${values.company}`
              : ""}
          </p>
        </div>
        {field("amount") && (
          <strong class="deal-amount" data-none={!amount || undefined}>
            {amount ? moneyText(amount, words.zone.locale) : t("deals.no-amount")}
          </strong>
        )}
        <Menu {...props} />
      </div>
      {field("stage") && (
        <div class="deal-way">
          {pipelines.length > 1 && place && (
            <select
              class="select"
              aria-label={t("records.field.pipeline")}
              value={place.pipeline.id}
              disabled={!mayMove || move.moving || !field("pipeline")?.edit}
              onChange={(event) => {
                const chosen = pipelines.find(({ id }) => id === event.currentTarget.value);
                const first = chosen?.stages.find(({ archived, type }) => !archived && type === "open");
                event.currentTarget.value = place.pipeline.id;
                if (first) move.to(first);
              }}
            >
              {pipelines.map((one) => (
                <option key={one.id} value={one.id} selected={one.id === place.pipeline.id} disabled={one.archived}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
          <StagePath move={move} sales={sales} mayMove={mayMove} label={t("records.field.stage")} />
        </div>
      )}
      <div class="reach">
        <Marks {...props} />
      </div>
      <div class="reach">
        {owner && (
          <span class="person small-text">
            <Avatar name={owner} size="small" />
            <span>{owner}</span>
          </span>
        )}
        {!owner && field("owner") && <span class="badge" data-tone="warn">{t("card.no-owner")}</span>}
        {((values.tags ?? []) as string[]).map((tag) => <span class="badge" key={tag}>{tag}</span>)}
        {!may.edit && <span class="badge">{t("card.read-only")}</span>}
      </div>
      <StageDialog move={move} card={card} words={words} />
    </header>
  );
}

/** Probability, expected close, next task, how long it stands; what is late is said in words too. */
function Marks(props: HeadProps & { sales: SalesSetup }) {
  const t = useT();
  const { card, words, may } = props;
  const { record } = card;
  const { values } = record;
  const { zone } = words;
  const open = values.status === "open";
  const field = (key: string) => words.fields.get(key);
  const text = (key: string) => field(key) ? textOf(values[key], field(key)!, { ...words, t }) : "";
  const at = now.value;
  const late = (key: string) =>
    isLate({ kind: "deal", field: field(key)!, value: values[key] ?? null, values, zone }, at);
  const days = daysSince(values.stageSince, at);
  const rotten = open && typeof values.rottenAt === "string" && Date.parse(values.rottenAt) < at;
  const mayTask = !record.archived && may.kindsToEdit.includes("task");
  if (!open) {
    return (
      <>
        <span class="badge" data-tone={values.status === "won" ? "good" : "bad"}>
          {t(`records.status.${values.status}`)}
          {text("closed") && ` · ${text("closed")}`}
        </span>
        {text("lossReason") && <span class="badge">{text("lossReason")}</span>}
        {text("lossNote") && <span class="quiet small-text">{text("lossNote")}</span>}
      </>
    );
  }
  return (
    <>
      {field("probability") && (
        <Probability card={card} mayEdit={may.edit && !record.archived && field("probability")!.edit} />
      )}
      {values.closeDate && (
        <span class="badge" data-tone={late("closeDate") ? "bad" : undefined}>
          <CalendarClock size={13} aria-hidden="true" />
          {t(late("closeDate") ? "deals.close.late" : "deals.close", { day: text("closeDate") })}
        </span>
      )}
      {field("nextTask") && (values.nextTask
        ? (
          <span class="badge" data-tone={late("nextTask") ? "bad" : undefined}>
            <ListTodo size={13} aria-hidden="true" />
            {t(late("nextTask") ? "deals.task.late" : "deals.task", { when: text("nextTask") })}
          </span>
        )
        : (
          <span class="badge" data-tone="warn">
            <ListTodo size={13} aria-hidden="true" />
            {t("deals.task.none")}
          </span>
        ))}
      {rotten
        ? (
          <span class="badge" data-tone="warn">
            <TriangleAlert size={13} aria-hidden="true" />
            {t("deals.rotten", { days: days ?? 0 })}
          </span>
        )
        : days !== null && <span class="quiet small-text">{t("deals.stands-for", { days })}</span>}
      {mayTask && !values.nextTask && (
        <button
          type="button"
          class="btn small"
          onClick={() => {
            const detail = { initial: { deal: record.id }, names: { [record.id]: `${values.name ?? ""}` } };
            dispatchEvent(new CustomEvent("task:new", { detail }));
          }}
        >
          <Plus size={14} aria-hidden="true" />
          {t("deals.task.add")}
        </button>
      )}
    </>
  );
}

function Probability(props: { card: HeadProps["card"]; mayEdit: boolean }) {
  const t = useT();
  const { card } = props;
  const { probability, probabilityManual } = card.record.values;
  const giveBack = async () => {
    const answer = await card.save({ values: { probability: null }, was: { probability: probability ?? null } });
    if (!answer.ok) return toast("bad", t(answer.code, answer.detail));
    toast("good", t("deals.probability.back"), {
      label: t("card.undo"),
      run: async () => {
        const again = await card.save({ values: { probability }, was: {} });
        if (!again.ok) toast("bad", t(again.code, again.detail));
      },
    });
  };
  return (
    <span class="reach-item deal-probability">
      <span
        class="ring"
        style={`--part: ${Number(probability ?? 0)}`}
        aria-hidden="true"
      />
      <span>{t("deals.probability", { percent: Number(probability ?? 0) })}</span>
      {probabilityManual === true && <span class="badge">{t("deals.probability.manual")}</span>}
      {probabilityManual === true && props.mayEdit && (
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("deals.probability.give-back")}
          title={t("deals.probability.give-back")}
          onClick={() => void giveBack()}
        >
          <RotateCcw size={13} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
