/** The fixed parts of an .xlsx that we write (ECMA-376 part 1). Pure. */
import type { Column } from "@/crm/import/files/cells.ts";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Sheets are the default kind, so that this part may go first: their number is known last. */
export const CONTENT_TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types">` +
  `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="${TYPE}.worksheet+xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;

const relations = (items: [type: string, target: string][]) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
  items.map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join("") +
  "</Relationships>";

export const ROOT_RELATIONS = relations([["officeDocument", "xl/workbook.xml"]]);

export function workbookRelations(sheets: number): string {
  const list = Array.from(
    { length: sheets },
    (_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`],
  );
  return relations([...list, ["styles", "styles.xml"]]);
}

/** Names: at most 31 characters, without `[]:*?/\`, no apostrophe at either end, and unlike each other. */
export function workbook(name: string, sheets: number): string {
  // deno-lint-ignore no-control-regex
  const clean = name.replace(/[[\]:*?/\\\u0000-\u001f]/g, " ").replace(/^[' ]+|[' ]+$/g, "") || "1";
  const list = Array.from({ length: sheets }, (_, at) => {
    const suffix = at === 0 ? "" : ` ${at + 1}`;
    return `<sheet name="${escape(clean.slice(0, 31 - suffix.length) + suffix)}" sheetId="${at + 1}" r:id="rId${
      at + 1
    }"/>`;
  });
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join("")}</sheets></workbook>`;
}

/** Indexes into `cellXfs`. */
export const STYLE = { plain: 0, header: 1, day: 2, moment: 3 } as const;

/** Formats 14 and 22 are shown as the reader's own country writes dates. */
export const STYLES = `${XML}<styleSheet xmlns="${MAIN}">` +
  `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
  `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
  `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">` +
  `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
  `<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
  `<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
  `<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
  `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** Everything before the first row: the frozen header and the widths. */
export function sheetHead(columns: Column[]): string {
  const widths = columns.map(({ title, width }, at) =>
    `<col min="${at + 1}" max="${at + 1}" width="${
      width ?? Math.min(40, Math.max(12, title.length + 3))
    }" customWidth="1"/>`
  );
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    (widths.length > 0 ? `<cols>${widths.join("")}</cols>` : "") + "<sheetData>";
}

export const SHEET_END = "</sheetData></worksheet>";

// deno-lint-ignore no-control-regex
const PLAIN = /^[^&<>"\r_\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]*$/;

/**
 * Text as XML holds it. Characters that it cannot hold, and CR, which it would change, as `_x000D_`; a text that looks
 * like that already, with its underscore so.
 */
export function escape(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.toWellFormed()
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(
      // deno-lint-ignore no-control-regex
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
