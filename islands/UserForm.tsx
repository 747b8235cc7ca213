/** A person: who they are, what they may do, how they work as an agent. */
import { useState } from "preact/hooks";
import type { User } from "@/crm/people/users.ts";
import { PasswordReset } from "@/components/admin/PasswordReset.tsx";
import { FormFoot, Section } from "@/components/admin/Section.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { CheckField, SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

export interface UserFormProps {
  /** null: a new person. */
  user: User | null;
  teams: { id: string; name: string }[];
  roles: { key: string; title: string }[];
  skills: { key: string; title: string }[];
  /** Levels of this person's skills; null: the editor may not change skills. */
  levels: Record<string, number> | null;
}

const ENDPOINT_EXAMPLE = "PJSIP/201";

const NEW = {
  login: "",
  name: "",
  email: "",
  locale: "ru" as const,
  team: null as string | null,
  oversees: [] as string[],
  roles: ["agent"],
  phone: "browser" as const,
  deskEndpoint: "",
  graceMs: 30_000,
};

export default function UserForm(props: UserFormProps) {
  const t = useT();
  const { user } = props;
  const saving = useSaving();
  const [form, setForm] = useState<Record<keyof typeof NEW, unknown> & typeof NEW>(() => ({
    ...NEW,
    ...(user ? { ...user, email: user.email ?? "", deskEndpoint: user.deskEndpoint ?? "" } : {}) as typeof NEW,
  }));
  const [levels, setLevels] = useState(props.levels ?? {});
  const [password, setPassword] = useState("");
  const set = (part: Partial<typeof NEW>) => setForm({ ...form, ...part });
  const toggle = (list: string[], one: string, on: boolean) =>
    on ? [...list, one] : list.filter((other) => other !== one);

  const submit = async (event: Event) => {
    event.preventDefault();
    const { login, name, locale, team, oversees, roles, phone, graceMs } = form;
    const fields = {
      login,
      name,
      locale,
      team,
      oversees,
      roles,
      phone,
      graceMs,
      email: form.email.trim() || null,
      deskEndpoint: form.deskEndpoint.trim() || null,
    };
    if (!user) {
      return void await saving.run<string>(
        "POST",
        "/api/users",
        { ...fields, password, mustChangePassword: true },
        (id) => `/admin/users/${id}`,
      );
    }
    const saved = await saving.run(
      "PATCH",
      `/api/users/${user.id}`,
      { ...fields, version: user.version },
      "/admin/users",
    );
    if (saved && props.levels) await saving.run("PUT", `/api/users/${user.id}/skills`, { skills: levels });
  };

  return (
    <form class="card" onSubmit={submit}>
      <Section title={t("admin.user.person")} hint={t("admin.user.person.hint")}>
        <div class="form-grid">
          <TextField
            id="name"
            label={t("admin.user.name")}
            required
            maxLength={120}
            value={form.name}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
          <TextField
            id="login"
            label={t("admin.user.login")}
            required
            maxLength={64}
            autocapitalize="none"
            spellcheck={false}
            value={form.login}
            onInput={(event) => set({ login: event.currentTarget.value })}
          />
          <TextField
            id="email"
            type="email"
            label={t("admin.user.email")}
            value={form.email}
            onInput={(event) => set({ email: event.currentTarget.value })}
          />
          <SelectField
            id="locale"
            label={t("shell.language")}
            value={form.locale}
            options={(["ru", "en"] as const).map((value) => ({ value, label: t(`shell.language.${value}.name`) }))}
            onChange={(value) => set({ locale: value as typeof NEW.locale })}
          />
          {!user && (
            <TextField
              id="password"
              type="password"
              label={t("admin.user.password")}
              hint={t("admin.user.password.hint")}
              required
              minLength={10}
              autocomplete="new-password"
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </div>
      </Section>
      <Section title={t("admin.user.rights")} hint={t("admin.user.rights.hint")}>
        <fieldset>
          <legend class="unseen">{t("admin.user.roles")}</legend>
          {props.roles.map((role) => (
            <CheckField
              key={role.key}
              label={role.title}
              checked={form.roles.includes(role.key)}
              onChange={(on) => set({ roles: toggle(form.roles, role.key, on) })}
            />
          ))}
        </fieldset>
        <div class="form-grid">
          <SelectField
            id="team"
            label={t("admin.user.team")}
            value={form.team ?? ""}
            options={[
              { value: "", label: t("admin.user.no-team") },
              ...props.teams.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(value) => set({ team: value || null })}
          />
        </div>
        <fieldset>
          <legend class="label">{t("admin.user.oversees")}</legend>
          {props.teams.filter((team) => team.id !== form.team).map((team) => (
            <CheckField
              key={team.id}
              label={team.name}
              checked={form.oversees.includes(team.id)}
              onChange={(on) => set({ oversees: toggle(form.oversees, team.id, on) })}
            />
          ))}
        </fieldset>
      </Section>
      <Section title={t("admin.user.work")} hint={t("admin.user.work.hint")}>
        <div class="form-grid">
          <SelectField
            id="phone"
            label={t("admin.user.phone")}
            value={form.phone}
            options={(["browser", "desk"] as const).map((value) => ({ value, label: t(`softphone.kind.${value}`) }))}
            onChange={(value) => set({ phone: value as typeof NEW.phone })}
          />
          <TextField
            id="endpoint"
            label={t("admin.user.endpoint")}
            hint={t("admin.user.endpoint.hint")}
            placeholder={ENDPOINT_EXAMPLE}
            value={form.deskEndpoint}
            onInput={(event) => set({ deskEndpoint: event.currentTarget.value })}
          />
          <UnitField
            id="grace"
            label={t("admin.user.grace")}
            hint={t("admin.user.grace.hint")}
            unit={t("shell.unit.seconds")}
            max={3600}
            value={form.graceMs / 1000}
            onChange={(value) => set({ graceMs: value * 1000 })}
          />
        </div>
        {props.levels && props.skills.length > 0 && (
          <fieldset>
            <legend class="label">{t("admin.user.skills")}</legend>
            <div class="form-grid">
              {props.skills.map((skill) => (
                <UnitField
                  key={skill.key}
                  id={`skill-${skill.key}`}
                  label={skill.title}
                  unit={t("admin.user.skill-level")}
                  max={100}
                  value={levels[skill.key] ?? 0}
                  onChange={(value) => {
                    const { [skill.key]: _, ...rest } = levels;
                    setLevels(value > 0 ? { ...rest, [skill.key]: value } : rest);
                  }}
                />
              ))}
            </div>
          </fieldset>
        )}
      </Section>
      {user && <PasswordReset user={user.id} />}
      <FormFoot
        saving={saving}
        label={user ? undefined : t("admin.users.create")}
        back="/admin/users"
        danger={user && {
          label: t(user.disabled ? "admin.user.enable" : "admin.user.disable"),
          run: () => void saving.run("PATCH", `/api/users/${user.id}`, { disabled: !user.disabled }, "/admin/users"),
        }}
      />
    </form>
  );
}
