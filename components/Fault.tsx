/** What people see instead of a page: what happened and one way on. */
import { ArrowLeft } from "lucide-preact";
import { useT } from "@/components/i18n.ts";

export function Fault(props: { status: number }) {
  const t = useT();
  const kind = props.status === 404
    ? "missing"
    : props.status === 403
    ? "forbidden"
    : props.status < 500
    ? "bad"
    : "server";
  return (
    <main class="fault">
      <div class="empty">
        <span class="code">{props.status}</span>
        <h1>{t(`shell.fault.${kind}`)}</h1>
        <p>{t(`shell.fault.${kind}.hint`)}</p>
        <a class="btn primary" href="/">
          <ArrowLeft size={16} aria-hidden="true" />
          {t("shell.fault.home")}
        </a>
      </div>
    </main>
  );
}
