/** An administrator's reset of a person's password. */
import { useState } from "preact/hooks";
import { Section } from "@/components/admin/Section.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function PasswordReset(props: { user: string }) {
  const t = useT();
  const saving = useSaving();
  const [password, setPassword] = useState("");
  const reset = async () => {
    const done = await saving.run("POST", `/api/users/${props.user}/password`, { password, mustChange: true });
    if (done) {
      setPassword("");
      toast("good", t("admin.user.password-set"));
    }
  };
  return (
    <Section title={t("admin.user.new-password")} hint={t("admin.user.new-password.hint")}>
      <div class="row wrap">
        <input
          class="input grow"
          type="password"
          autocomplete="new-password"
          minLength={10}
          aria-label={t("admin.user.new-password")}
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <button type="button" class="btn" disabled={password.length < 10 || saving.busy} onClick={reset}>
          {t("admin.user.set-password")}
        </button>
      </div>
      {saving.error && <p class="note-box" data-tone="bad" role="alert">{saving.error}</p>}
    </Section>
  );
}
