/** Mappings that were kept: by the person or for all. */
import { BookmarkPlus, ChevronDown, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { CheckField, TextField } from "@/components/form/Field.tsx";
import { Dialog } from "@/components/records/import/Dialog.tsx";
import { byPreset } from "@/components/records/import/targets.ts";
import type { Preset } from "@/components/records/import/types.ts";
import type { Importing } from "@/components/records/import/useImport.ts";
import { Popover } from "@/components/records/list/Popover.tsx";
import { toast } from "@/components/toast.ts";
import { formatPercent } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

const NOTHING_FITS = 0.01;

export function Presets(props: { im: Importing; share: boolean; locale: string }) {
  const t = useT();
  const { im } = props;
  const { kind, presets } = im.it;
  const [own, setOwn] = useState<Preset[] | null>(null);
  const [naming, setNaming] = useState(false);

  const load = async () => {
    const answer = await call<{ rows: Preset[] }>("GET", `/api/v1/import-presets?kind=${kind}`);
    if (explain(answer, t) && answer.ok) setOwn(answer.value.rows);
    return answer.ok ? answer.value.rows : null;
  };
  const use = async (id: string, close: () => void) => {
    const preset = (own ?? await load())?.find((one) => one.id === id);
    close();
    if (!preset) return;
    const { duplicates, match, badValues, automation, tags } = preset.options;
    const options = Object.fromEntries(
      Object.entries({ duplicates, match, badValues, automation, tags }).filter(([, value]) => value !== undefined),
    );
    im.edit({ mapping: byPreset(im.it.mapping, preset.mapping), options });
    toast("good", t("import_pages.presets.used", { name: preset.name }));
  };
  const remove = async (id: string) => {
    if (!explain(await call("DELETE", `/api/v1/import-presets/${id}`, {}), t)) return;
    setOwn((all) => all?.filter((one) => one.id !== id) ?? null);
    await im.refresh();
  };
  return (
    <div class="btn-row">
      {presets.length > 0 && (
        <Popover
          label={
            <>
              {t("import_pages.presets")}
              <ChevronDown size={14} aria-hidden="true" />
            </>
          }
          name={t("import_pages.presets")}
          panel="im-presets"
        >
          {(close) =>
            presets.map(({ id, name, fits }) => (
              <div class="row" key={id}>
                <button type="button" class="grow" onClick={() => void use(id, close)}>
                  <span class="grow clip">{name}</span>
                  <small class="quiet">
                    {fits < NOTHING_FITS
                      ? t("import_pages.presets.misfit")
                      : t("import_pages.presets.fits", { percent: formatPercent(props.locale, fits) })}
                  </small>
                </button>
                <button
                  type="button"
                  class="im-remove"
                  aria-label={t("import_pages.presets.remove", { name })}
                  onClick={() => void remove(id)}
                >
                  <Trash2 size={14} aria-hidden="true" />
                </button>
              </div>
            ))}
        </Popover>
      )}
      <button type="button" class="btn" onClick={() => setNaming(true)}>
        <BookmarkPlus size={16} aria-hidden="true" />
        {t("import_pages.presets.save")}
      </button>
      {naming && (
        <SavePreset
          im={im}
          share={props.share}
          onSaved={() => {
            setOwn(null);
            void im.refresh();
          }}
          onClose={() => setNaming(false)}
        />
      )}
    </div>
  );
}

function SavePreset(props: { im: Importing; share: boolean; onSaved(): void; onClose(): void }) {
  const t = useT();
  const { it } = props.im;
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const { kind, mapping, options } = it;
    const answer = await post("/api/v1/import-presets", { kind, name: name.trim(), mapping, options, shared });
    setBusy(false);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    toast("good", t("import_pages.presets.saved", { name: name.trim() }));
    props.onSaved();
    props.onClose();
  };
  return (
    <Dialog
      title={t("import_pages.presets.save")}
      onClose={props.onClose}
      foot={
        <button type="submit" form="im-preset" class="btn primary" disabled={busy || !name.trim()}>
          {t("shell.save")}
        </button>
      }
    >
      <form id="im-preset" class="form" onSubmit={save}>
        <TextField
          id="im-preset-name"
          label={t("import_pages.presets.name")}
          hint={t("import_pages.presets.hint")}
          error={error}
          required
          maxLength={80}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        {props.share && <CheckField label={t("import_pages.presets.share")} checked={shared} onChange={setShared} />}
      </form>
    </Dialog>
  );
}
