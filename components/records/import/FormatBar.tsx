/** How the file is read. A change reads it anew and brings a new proposal. */
import { RefreshCw } from "lucide-preact";
import { CheckField, SelectField } from "@/components/form/Field.tsx";
import type { Importing } from "@/components/records/import/useImport.ts";
import { useT } from "@/components/i18n.ts";

const SEPARATORS = [[";", "semicolon"], [",", "comma"], ["\t", "tab"], ["|", "bar"]] as const;
const ENCODINGS = ["utf-8", "windows-1251", "utf-16le", "utf-16be", "windows-1252", "koi8-r", "ibm866"] as const;

export function FormatBar({ im }: { im: Importing }) {
  const t = useT();
  const { format } = im.it;
  const encoding = format.encoding?.toLowerCase() ?? "utf-8";
  const known: string[] = ENCODINGS.some((one) => one === encoding) ? [...ENCODINGS] : [encoding, ...ENCODINGS];
  const reading = im.busy !== null;
  return (
    <fieldset class="im-format" disabled={reading}>
      <legend class="unseen">{t("import_pages.format")}</legend>
      {format.kind === "csv" && (
        <>
          <SelectField
            id="im-separator"
            label={t("import_pages.format.separator")}
            value={format.separator ?? ","}
            options={SEPARATORS.map(([value, key]) => ({ value, label: t(`import_pages.separator.${key}`) }))}
            onChange={(separator) => void im.read({ separator })}
          />
          <SelectField
            id="im-encoding"
            label={t("import_pages.format.encoding")}
            value={encoding}
            options={known.map((value) => ({ value, label: value.toUpperCase().replace("WINDOWS", "Windows") }))}
            onChange={(encoding) => void im.read({ encoding })}
          />
        </>
      )}
      {format.sheets.length > 1 && (
        <SelectField
          id="im-sheet"
          label={t("import_pages.format.sheet")}
          value={format.sheet ?? format.sheets[0].name}
          options={format.sheets.map(({ name, hidden }) => ({
            value: name,
            label: hidden ? t("import_pages.format.hidden", { name }) : name,
          }))}
          onChange={(sheet) => void im.read({ sheet })}
        />
      )}
      <CheckField
        label={t("import_pages.format.header")}
        checked={format.header}
        disabled={reading}
        onChange={(header) => void im.read({ header })}
      />
      {im.busy === "reading" && (
        <span class="quiet small-text row" role="status">
          <RefreshCw size={14} aria-hidden="true" />
          {t("import_pages.format.reading")}
        </span>
      )}
    </fieldset>
  );
}
