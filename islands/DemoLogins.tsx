/** The demo company's logins: a click goes in. Only ever shown in demo mode. */
import { useT } from "@/components/i18n.ts";

export default function DemoLogins(props: { logins: { login: string; password: string; role: string }[] }) {
  const t = useT();
  const enter = (login: string, password: string) => {
    const form = document.querySelector<HTMLFormElement>("form#log-in");
    const set = (name: string, value: string) => {
      const input = form?.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = value;
    };
    set("login", login);
    set("password", password);
    form?.requestSubmit();
  };
  return (
    <section class="demo-logins">
      <h2>{t("auth.demo")}</h2>
      {props.logins.map((one) => (
        <button type="button" key={one.login} onClick={() => enter(one.login, one.password)}>
          <span>{t(`people.role.${one.role}`)}</span>
          <small>{one.login}</small>
        </button>
      ))}
    </section>
  );
}
