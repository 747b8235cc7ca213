/** The views of a list as tabs, what changed in the shown one, and saving it. */
import { ArrowLeft, ArrowRight, EllipsisVertical, Pencil, RotateCcw, Trash2, Users } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import type { View } from "@/crm/views/views.ts";
import { CheckField, TextField } from "@/components/form/Field.tsx";
import { Popover } from "@/components/records/list/Popover.tsx";
import { stateOf } from "@/components/records/list/query.ts";
import type { Tab } from "@/components/records/list/types.ts";
import type { List } from "@/components/records/list/useList.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

interface Naming {
  /** null: a new view of what is shown. */
  view: View | null;
  name: string;
  shared: boolean;
}

export function ViewTabs(props: { list: List; mayShare: boolean }) {
  const t = useT();
  const { list } = props;
  const { tab, tabs, state } = list;
  const [naming, setNaming] = useState<Naming | null>(null);
  const name = (one: Tab) => one.saved?.name ?? t(`views.${one.id}`);
  const content = { columns: state.columns, filter: state.filter, sort: state.sort };

  const put = (view: View) => {
    list.setViews((views) =>
      views.some(({ id }) => id === view.id) ? views.map((one) => one.id === view.id ? view : one) : [...views, view]
    );
    toast("good", t("views.saved", { name: view.name }));
  };
  const save = async () => {
    const { saved } = tab;
    if (!saved) return;
    const answer = await call<View>("PATCH", `/api/v1/views/${saved.id}`, { ...content, version: saved.version });
    if (answer.ok) put(answer.value);
    else toast("bad", t(answer.code, answer.detail), { label: t("shell.retry"), run: () => void save() });
  };
  const remove = async (view: View) => {
    const answer = await call("DELETE", `/api/v1/views/${view.id}`, {});
    if (!answer.ok) return toast("bad", t(answer.code, answer.detail));
    list.setViews((views) => views.filter(({ id }) => id !== view.id));
    list.open(tabs[0].id);
    toast("info", t("views.deleted-now", { name: view.name }), {
      label: t("card.undo"),
      run: async () => {
        const { kind, name, shared, columns, filter, sort } = view;
        const back = await post<View>("/api/v1/views", { kind, name, shared, columns, filter, sort });
        if (!back.ok) return toast("bad", t(back.code, back.detail));
        list.setViews((views) => [...views, back.value]);
      },
    });
  };
  const move = async (view: View, by: 1 | -1) => {
    const group = list.views.filter(({ shared, mine }) => shared === view.shared && mine);
    const at = group.findIndex(({ id }) => id === view.id);
    const other = group[at + by];
    if (!other) return;
    const before = list.views;
    const swapped = before.map((one) => one.id === view.id ? other : one.id === other.id ? view : one);
    list.setViews(() => swapped);
    const ids = swapped.filter(({ shared, mine }) => shared === view.shared && mine).map(({ id }) => id);
    const answer = await post("/api/v1/views/order", { kind: list.kind, ids });
    if (answer.ok) return;
    list.setViews(() => before);
    toast("bad", t(answer.code, answer.detail));
  };

  return (
    <div class="rl-views">
      <nav class="tabs" aria-label={t("views.title")}>
        {tabs.map((one) => {
          const here = one.id === tab.id;
          return (
            <span class="rl-tab" key={one.id} data-here={here || undefined}>
              <a
                href={one.id === tabs[0].id ? "?" : `?view=${one.id}`}
                aria-current={here ? "page" : "false"}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
                  event.preventDefault();
                  list.open(one.id);
                }}
              >
                {name(one)}
                {one.saved?.shared && <Users size={12} role="img" aria-label={t("views.is-shared")} />}
                {here && list.changed && <i class="rl-dot" role="img" aria-label={t("views.changed")} />}
              </a>
              {here && one.saved?.mine && (
                <Popover
                  class="btn icon small plain"
                  name={t("views.menu", { name: name(one) })}
                  label={<EllipsisVertical size={14} aria-hidden="true" />}
                >
                  {(close) => {
                    const view = one.saved!;
                    const item = (label: string, icon: typeof Pencil, run: () => void) => {
                      const Icon = icon;
                      return (
                        <button
                          type="button"
                          onClick={() => {
                            close();
                            run();
                          }}
                        >
                          <Icon size={15} aria-hidden="true" />
                          {t(label)}
                        </button>
                      );
                    };
                    return (
                      <>
                        {item("views.rename", Pencil, () => setNaming({ view, name: view.name, shared: view.shared }))}
                        {item("views.left", ArrowLeft, () => void move(view, -1))}
                        {item("views.right", ArrowRight, () => void move(view, 1))}
                        <hr />
                        {item("views.delete", Trash2, () => void remove(view))}
                      </>
                    );
                  }}
                </Popover>
              )}
            </span>
          );
        })}
      </nav>
      {list.changed && (
        <div class="rl-unsaved">
          {tab.saved?.mine && (
            <button type="button" class="btn small primary" onClick={() => void save()}>{t("views.save")}</button>
          )}
          <button
            type="button"
            class="btn small"
            onClick={() => setNaming({ view: null, name: "", shared: false })}
          >
            {t("views.save-as")}
          </button>
          <button
            type="button"
            class="btn icon small plain"
            title={t("views.reset")}
            aria-label={t("views.reset")}
            onClick={() => list.show({ ...stateOf(tab), text: state.text })}
          >
            <RotateCcw size={14} aria-hidden="true" />
          </button>
        </div>
      )}
      <NameDialog
        naming={naming}
        mayShare={props.mayShare}
        onClose={() => setNaming(null)}
        onSave={async ({ view, name, shared }) => {
          const share = props.mayShare ? { shared } : {};
          const answer = view
            ? await call<View>("PATCH", `/api/v1/views/${view.id}`, { name, ...share })
            : await post<View>("/api/v1/views", { kind: list.kind, name, ...share, ...content });
          if (!answer.ok) return t(answer.code, answer.detail);
          put(answer.value);
          if (!view) {
            list.show({ ...list.state, view: answer.value.id, archived: false }, { keepRows: !list.state.archived });
          }
          return null;
        }}
      />
    </div>
  );
}

function NameDialog(
  props: {
    naming: Naming | null;
    mayShare: boolean;
    onSave(naming: Naming): Promise<string | null>;
    onClose(): void;
  },
) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { naming } = props;
  useEffect(() => {
    if (!naming) return dialog.current?.close();
    setName(naming.name);
    setShared(naming.shared);
    setError(null);
    dialog.current?.showModal();
  }, [naming]);
  return (
    <dialog ref={dialog} aria-labelledby="view-name-title" onClose={props.onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!naming || busy) return;
          setBusy(true);
          const refused = await props.onSave({ ...naming, name: name.trim(), shared });
          setBusy(false);
          setError(refused);
          if (refused === null) props.onClose();
        }}
      >
        <header>
          <h2 id="view-name-title">{naming?.view ? t("views.edit", { name: naming.view.name }) : t("views.new")}</h2>
        </header>
        <div class="dialog-body">
          <TextField
            id="view-name"
            label={t("views.name")}
            hint={naming?.view ? undefined : t("views.name.hint")}
            error={error}
            required
            maxLength={80}
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          {props.mayShare && (
            <CheckField
              label={t("views.shared")}
              hint={t("views.shared.hint")}
              checked={shared}
              onChange={setShared}
            />
          )}
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={props.onClose}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary" disabled={busy || name.trim() === ""}>{t("views.save")}</button>
        </div>
      </form>
    </dialog>
  );
}
