/** Who this is and how to reach them: name, status, numbers, the time where they are, the do-not-call mark. */
import { Copy, Ellipsis, ListTodo, Mail, Merge, Moon, Phone, PhoneOff, ScrollText, Sun, Trash2 } from "lucide-preact";
import { useId } from "preact/hooks";
import type { Point } from "@/crm/record/types.ts";
import { toast } from "@/components/toast.ts";
import { now } from "@/components/time/now.ts";
import { prettyNumber, timeOf, type Zone } from "@/components/time/format.ts";
import { StatusSteps } from "@/components/records/card/StatusSteps.tsx";
import type { CardRights, Words } from "@/components/records/card/types.ts";
import { type Card, PLURAL } from "@/components/records/card/useCard.ts";
import { localMoment, textOf } from "@/components/records/card/values.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { useT } from "@/components/i18n.ts";

export interface HeadProps {
  card: Card;
  words: Words;
  may: CardRights;
  onDelete(): void;
  onMerge(): void;
}

export function Head(props: HeadProps) {
  const t = useT();
  const { card, words, may } = props;
  const { record } = card;
  const { values } = record;
  const field = (key: string) => words.fields.get(key);
  const text = (key: string) => field(key) ? textOf(values[key], field(key)!, { ...words, t }) : "";
  const phones = (values.phones ?? []) as Point[];
  const emails = (values.emails ?? []) as Point[];
  const owner = text("owner");
  return (
    <header class="card-head">
      <div class="row wrap">
        {record.kind === "task"
          ? (
            <span class="deal-sign" aria-hidden="true">
              <ListTodo size={22} />
            </span>
          )
          : <Avatar name={`${values.name ?? ""}`} size="large" />}
        <div class="grow">
          <h1>{`${values.name ?? ""}` || t("card.unnamed")}</h1>
          <p class="quiet">
            {[t(`records.kind.${record.kind}`), text("position"), text("company")].filter(Boolean).join(" · ")}
          </p>
        </div>
        <Menu {...props} />
      </div>
      {field("status") && record.kind === "lead" && (
        <StatusSteps card={card} mayEdit={!!field("status")?.edit} mayReason={!!field("reason")?.edit} />
      )}
      <div class="reach">
        {phones.map((point) => (
          <Reach
            key={point.value}
            icon={Phone}
            point={point}
            text={prettyNumber(point.value)}
            off={!!values.doNotCall}
          />
        ))}
        {emails.map((point) => <Reach key={point.value} icon={Mail} point={point} text={point.value} />)}
        {typeof values.timeZone === "string" && <LocalTime there={values.timeZone} here={words.zone} />}
        {values.doNotCall === true && (
          <span class="badge" data-tone="bad">
            <PhoneOff size={13} aria-hidden="true" />
            {t("records.field.doNotCall")}
          </span>
        )}
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
    </header>
  );
}

function Reach(props: { icon: typeof Phone; point: Point; text: string; off?: boolean }) {
  const t = useT();
  const Icon = props.off ? PhoneOff : props.icon;
  const masked = props.point.value.includes("•");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.point.value);
      toast("good", t("card.copied", { text: props.text }));
    } catch {
      toast("bad", t("card.not-copied"));
    }
  };
  return (
    <span class="reach-item" data-off={props.off ? "true" : undefined}>
      <Icon size={14} aria-hidden="true" />
      <span>{props.text}</span>
      {props.point.label && <small class="quiet">{props.point.label}</small>}
      {!masked && (
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("card.copy", { text: props.text })}
          onClick={() => void copy()}
        >
          <Copy size={13} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

/** Hours in which nobody wants to be called. */
const isNight = (hour: number) => hour < 9 || hour >= 21;

function LocalTime(props: { there: string; here: Zone }) {
  const t = useT();
  const at = now.value;
  try {
    const time = timeOf(at, { ...props.here, timeZone: props.there });
    const wall = (timeZone: string) => Date.parse(`${localMoment(at, timeZone)}Z`);
    const hours = Math.round((wall(props.there) - wall(props.here.timeZone)) / 360_000) / 10;
    const night = isNight(Number(time.slice(0, 2)));
    const Icon = night ? Moon : Sun;
    return (
      <span class="badge" data-tone={night ? "warn" : undefined} title={props.there}>
        <Icon size={13} aria-hidden="true" />
        <time>{t("card.local-time", { time })}</time>
        {hours !== 0 && <span>{t("card.hours-off", { hours: hours > 0 ? `+${hours}` : `−${-hours}` })}</span>}
      </span>
    );
  } catch {
    return <span class="badge">{props.there}</span>;
  }
}

export function Menu({ card, may, onDelete, onMerge }: HeadProps) {
  const t = useT();
  const menu = useId();
  const { record } = card;
  const any = may.audit || (!record.archived && ((may.merge && may.edit) || may.delete));
  if (!any) return null;
  const close = () => document.getElementById(menu)?.hidePopover();
  return (
    <>
      <button
        type="button"
        class="btn icon"
        popovertarget={menu}
        style={`anchor-name: --card-menu`}
        aria-label={t("card.more")}
      >
        <Ellipsis size={17} aria-hidden="true" />
      </button>
      <div class="menu anchored card-menu" popover="auto" id={menu}>
        {may.merge && may.edit && !record.archived && (
          <button
            type="button"
            onClick={() => {
              close();
              onMerge();
            }}
          >
            <Merge size={16} aria-hidden="true" />
            {t("card.merge")}
          </button>
        )}
        {may.audit && (
          <a href={`/admin/audit?entityKind=${record.kind}&entityId=${record.id}`}>
            <ScrollText size={16} aria-hidden="true" />
            {t("card.audit")}
          </a>
        )}
        {may.delete && !record.archived && (
          <button
            type="button"
            onClick={() => {
              close();
              onDelete();
            }}
          >
            <Trash2 size={16} aria-hidden="true" />
            {t("card.delete", { kind: PLURAL[record.kind] })}
          </button>
        )}
      </div>
    </>
  );
}
