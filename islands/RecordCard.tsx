/** The card of a record: everything about it, edited in place, live. */
import { TriangleAlert } from "lucide-preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import { DeliveriesPanel } from "@/components/notices/Deliveries.tsx";
import { PastCalls } from "@/components/desk/PastCalls.tsx";
import { DealContacts } from "@/components/deals/DealContacts.tsx";
import { DealHead } from "@/components/deals/DealHead.tsx";
import { DealsPanel } from "@/components/deals/DealsPanel.tsx";
import { LinesPanel } from "@/components/deals/LinesPanel.tsx";
import { StageLog } from "@/components/deals/StageLog.tsx";
import { LeadConversion } from "@/components/leads/LeadConversion.tsx";
import { isContactable } from "@/crm/record/kinds.ts";
import { Banner } from "@/components/records/card/Banner.tsx";
import { Consents } from "@/components/records/card/Consents.tsx";
import { FilesPanel } from "@/components/records/files/FilesPanel.tsx";
import { FieldRow } from "@/components/records/card/FieldRow.tsx";
import { groupFields } from "@/components/records/card/groups.ts";
import { Head } from "@/components/records/card/Head.tsx";
import { MergeDialog } from "@/components/records/card/MergeDialog.tsx";
import { MergePartner } from "@/components/records/card/MergePartner.tsx";
import { NoteText } from "@/components/records/card/NoteText.tsx";
import { Related, RELATIONS } from "@/components/records/card/Related.tsx";
import { Timeline } from "@/components/records/card/Timeline.tsx";
import { queryOf, Twins, useTwins } from "@/components/records/card/Twins.tsx";
import type { CardSetup, Words } from "@/components/records/card/types.ts";
import { undoMerge } from "@/components/records/card/UndoMerge.tsx";
import { ScorePanel } from "@/components/scores/ScorePanel.tsx";
import { TaskPanel } from "@/components/tasks/TaskPanel.tsx";
import { PLURAL, useCard } from "@/components/records/card/useCard.ts";
import { useTimeline } from "@/components/records/card/useTimeline.ts";
import { useT } from "@/components/i18n.ts";

export default function RecordCard(props: CardSetup) {
  const t = useT();
  const { kind } = props;
  const card = useCard(props);
  const { record } = card;
  const timeline = useTimeline(props.timeline, card);
  const fields = useMemo(() => new Map(props.fields.map((field) => [field.key, field])), [props.fields]);
  const past = useMemo(() => new Map(props.past.map((field) => [field.key, field])), [props.past]);
  const words: Words = { fields, names: { ...timeline.names, ...card.names }, zone: props.zone };
  const may = { ...props.may, edit: props.may.edit && !card.gone };
  const mayEdit = may.edit && !record.archived;
  const shown = mayEdit ? props.fields : props.fields.map((field) => ({ ...field, edit: false }));
  const groups = groupFields(shown, record);
  const [merging, setMerging] = useState<string[]>([]);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const [choosing, setChoosing] = useState(false);
  const twins = useTwins(mayEdit && isContactable(kind) ? queryOf(record) : null);
  const whoChanged = (key: string) =>
    timeline.rows.find((entry) => entry.source === "change" && entry.changes.some(({ field }) => field === key))
      ?.actorName ?? null;

  const archive = async (what: "delete" | "restore") => {
    const path = `/api/v1/${PLURAL[kind]}/${what}`;
    const answer = await post<{ changed: number; undo: string | null }>(path, { select: { ids: [record.id] } });
    if (!answer.ok) return toast("bad", t(answer.code, answer.detail));
    await card.refresh();
    const { undo } = answer.value;
    if (what === "restore" || !undo) return toast("good", t("card.restored"));
    toast("info", t("card.deleted"), {
      label: t("card.undo"),
      run: async () => {
        const back = await post(`/api/v1/undo/${undo}`);
        if (!back.ok) toast("bad", t(back.code, back.detail));
        await card.refresh();
      },
    });
  };
  const merged = async (merge: string, survivor: string) => {
    setMerging([]);
    toast("good", t("duplicates.merged"), {
      label: t("card.undo"),
      run: async () => {
        if (await undoMerge(merge, t, fields)) await card.refresh();
      },
    });
    if (survivor !== record.id) location.assign(`/${PLURAL[kind]}/${survivor}`);
    else await card.refresh();
  };

  const head = {
    card,
    words,
    may,
    onDelete: () => void archive("delete"),
    onMerge: () => setChoosing(true),
  };
  const field = (key: string) => shown.find((one) => one.key === key);
  return (
    <div class="record-card" data-kind={kind} data-ready={ready ? "true" : undefined}>
      {card.gone && (
        <p class="note-box" data-tone="bad" role="alert">
          <TriangleAlert size={17} aria-hidden="true" />
          <span class="grow">{t("card.gone")}</span>
          <a class="btn small" href={`/${PLURAL[kind]}`}>{t("card.to-list")}</a>
        </p>
      )}
      {record.archived && !card.gone && (
        <Banner
          setup={props}
          onRestore={() => void archive("restore")}
          onUnmerged={card.refresh}
          fields={fields}
        />
      )}
      <div class="card card-top">
        {kind === "deal" && props.sales ? <DealHead {...head} sales={props.sales} /> : <Head {...head} />}
        {kind === "lead" && (
          <LeadConversion
            card={card}
            zone={props.zone}
            mayConvert={mayEdit && may.kindsToEdit.includes("deal")}
            mayUndo={mayEdit && may.kindsToEdit.includes("deal")}
          />
        )}
      </div>
      <Twins
        found={twins}
        kind={kind}
        onMerge={may.merge && mayEdit ? (ids) => setMerging([record.id, ...ids]) : null}
      />
      <div class="card-columns">
        <div class="stack">
          <section class="card" aria-label={t("card.fields")}>
            {groups.map((group) => (
              <div class="card-group" key={group.key} role="group" aria-label={t(`card.group.${group.key}`)}>
                <h2>{t(`card.group.${group.key}`)}</h2>
                {group.fields.map((field) => (
                  <FieldRow
                    key={`${field.key}-${field.edit}`}
                    field={field}
                    card={card}
                    words={words}
                    whoChanged={whoChanged}
                  />
                ))}
              </div>
            ))}
          </section>
        </div>
        <div class="stack">
          {(kind === "lead" || kind === "deal") && field("score") && (
            <ScorePanel card={card} kind={kind} zone={props.zone} />
          )}
          {kind !== "task" && may.kinds.includes("task") && (
            <TaskPanel kind={kind} record={record} zone={props.zone} mayAdd={!record.archived && !card.gone} />
          )}
          {kind === "deal" && field("lines") && props.sales && (
            <LinesPanel
              key={`lines-${field("lines")!.edit}`}
              field={field("lines")!}
              card={card}
              words={words}
              whoChanged={whoChanged}
              products={props.sales.products}
            />
          )}
          {mayEdit && (
            <section class="card note-card" aria-label={t("timeline.note.add")}>
              <NoteText
                place={`note.${record.id}`}
                known=""
                label={t("timeline.note.add")}
                action={t("timeline.note.add")}
                save={async (body) => {
                  const answer = await post(`${card.path}/notes`, { body });
                  if (answer.ok) timeline.again();
                  return answer;
                }}
              />
            </section>
          )}
          <Timeline
            timeline={timeline}
            card={card}
            words={words}
            may={may}
            dispositions={props.dispositions}
            seesCalls={props.calls !== null}
            past={past}
          />
        </div>
        <div class="stack card-side">
          {kind === "task" && <DeliveriesPanel task={record.id} canResend={mayEdit} zone={props.zone} />}
          {kind === "deal" && field("contacts") && may.kinds.includes("contact") && (
            <DealContacts card={card} field={field("contacts")!} />
          )}
          {isContactable(kind) && may.kinds.includes("deal") && (
            <DealsPanel card={card} zone={props.zone} mayMake={!record.archived && may.kindsToEdit.includes("deal")} />
          )}
          {RELATIONS[kind].filter((one) => may.kinds.includes(one.kind)).map((relation) => (
            <Related
              key={relation.kind}
              card={card}
              relation={relation}
              mayLink={!record.archived && may.kindsToEdit.includes(relation.kind)}
            />
          ))}
          {props.calls && (
            <PastCalls title={t("card.calls")} empty={t("desk.past.empty")} calls={props.calls} zone={props.zone} />
          )}
          <FilesPanel card={card} mayEdit={mayEdit} zone={props.zone} />
          {kind === "deal" && props.sales && <StageLog card={card} sales={props.sales} zone={props.zone} />}
          {isContactable(kind) && <Consents first={props.consents} card={card} words={words} mayEdit={mayEdit} />}
        </div>
      </div>
      <MergePartner
        open={choosing}
        kind={kind}
        record={record.id}
        onPick={(id) => {
          setChoosing(false);
          setMerging([record.id, id]);
        }}
        onClose={() => setChoosing(false)}
      />
      <MergeDialog
        kind={kind}
        ids={merging}
        words={words}
        onDone={({ merge }, survivor) => void merged(merge, survivor)}
        onClose={() => setMerging([])}
      />
    </div>
  );
}
