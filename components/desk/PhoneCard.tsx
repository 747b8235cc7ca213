/** The phone itself: registered or not, microphone level, quality of the line, devices. */
import { Headphones, MonitorSmartphone, Settings2, TriangleAlert } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Phone } from "@/components/phone/phone.ts";
import { watchLevel } from "@/components/phone/meter.ts";
import { gradeOf, mosOf } from "@/components/phone/quality.ts";
import { DevicesDialog } from "@/components/desk/DevicesDialog.tsx";
import { useT } from "@/components/i18n.ts";

export function PhoneCard(
  props: { phone: Phone; elsewhere: boolean; takeHere(): void; useDesk: (() => void) | null; ringTest(): void },
) {
  const t = useT();
  const { phone } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const registration = props.elsewhere ? "elsewhere" : phone.registration.value;
  const mic = phone.mic.value;
  return (
    <section class="card" aria-label={t("softphone.title")}>
      <header>
        <h2>{t("softphone.title")}</h2>
        <button
          type="button"
          class="btn icon small plain"
          title={t("softphone.devices")}
          aria-label={t("softphone.devices")}
          onClick={() => dialog.current?.showModal()}
        >
          <Settings2 size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="body stack" data-tight>
        <div class="phone-line" role="status">
          <Headphones size={18} aria-hidden="true" />
          <span class="grow">
            {t(`softphone.registration.${registration}`)}
            {registration === "elsewhere" && <small>{t("softphone.registration.elsewhere.hint")}</small>}
          </span>
          {registration === "elsewhere" && (
            <button type="button" class="btn small" onClick={props.takeHere}>{t("softphone.take-here")}</button>
          )}
        </div>
        {mic && (
          <p class="note-box" data-tone="bad" role="alert">
            <TriangleAlert size={18} aria-hidden="true" />
            <span>{t(`softphone.mic.${mic}`)}</span>
          </p>
        )}
        <Level phone={phone} />
        <Quality phone={phone} />
        {props.useDesk && !phone.session.value && (
          <button type="button" class="btn small plain" onClick={props.useDesk}>
            <MonitorSmartphone size={15} aria-hidden="true" />
            {t("softphone.use-desk")}
          </button>
        )}
      </div>
      <DevicesDialog dialog={dialog} phone={phone} ringTest={props.ringTest} />
    </section>
  );
}

function Level(props: { phone: Phone }) {
  const t = useT();
  const [level, setLevel] = useState(0);
  const stream = props.phone.localStream.value;
  useEffect(() => stream ? watchLevel(stream, setLevel) : undefined, [stream]);
  if (!stream) return null;
  return (
    <meter class="level" min={0} max={1} high={0.92} value={level} aria-label={t("softphone.level")}>
      {Math.round(level * 100)}%
    </meter>
  );
}

function Quality(props: { phone: Phone }) {
  const t = useT();
  const sample = props.phone.quality.value;
  if (!sample) return null;
  const mos = mosOf(sample);
  const grade = gradeOf(mos);
  return (
    <details>
      <summary class="row">
        <span class="bars" data-grade={grade} aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {t(`softphone.quality.${grade}`)}
      </summary>
      <dl class="facts">
        <dt>{t("softphone.quality.mos")}</dt>
        <dd>{mos.toFixed(1)}</dd>
        <dt>{t("softphone.quality.loss")}</dt>
        <dd>{(sample.loss * 100).toFixed(1)}%</dd>
        <dt>{t("softphone.quality.jitter")}</dt>
        <dd>{t("softphone.quality.ms", { ms: Math.round(sample.jitterMs) })}</dd>
        <dt>{t("softphone.quality.rtt")}</dt>
        <dd>{t("softphone.quality.ms", { ms: Math.round(sample.rttMs) })}</dd>
      </dl>
      <p class="quiet small-text">{t("softphone.quality.source")}</p>
    </details>
  );
}
