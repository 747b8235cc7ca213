/** What stands around the sheets of an .xlsx: which there are, the date system, date formats and shared texts. */
import { readDirectory, readPart } from "@/crm/import/files/zip.ts";
import type { Part } from "@/crm/import/files/zip.ts";
import { attribute, readXml, type XmlHandler } from "@/crm/import/files/xml.ts";
import { isDateFormat, unescapeText } from "@/crm/import/files/xlsx_values.ts";
import { FileError, type Limits, type TableFile } from "@/crm/import/files/types.ts";

export interface Sheet {
  name: string;
  hidden: boolean;
  part: Part;
}

export interface Book {
  file: TableFile;
  limits: Limits;
  sheets: Sheet[];
  date1904: boolean;
  /** By the index of a cell's style: whether its numbers are dates. */
  dates: boolean[];
  texts: SharedTexts;
}

/** @throws {FileError} no workbook, encrypted, damaged, too large */
export async function readBook(file: TableFile, limits: Limits): Promise<Book> {
  const parts = await readDirectory(file);
  const read = async (name: string | undefined, handler: XmlHandler, bound = limits.part) => {
    const part = name === undefined ? undefined : parts.get(name);
    if (part) await readXml(readPart(file, part, bound), handler);
    return part !== undefined;
  };
  const main = (await relations("_rels/.rels", read)).find(({ type }) => type === "officeDocument")?.target;
  if (main === undefined || !main.endsWith(".xml")) throw new FileError("import.error.not-a-table");
  const links = await relations(main.replace(/[^/]*$/, "_rels/$&.rels"), read);
  const listed: { name: string; hidden: boolean; id: string }[] = [];
  let date1904 = false;
  const found = await read(main, {
    open(name, attributes) {
      if (name === "workbookPr") date1904 = ["1", "true"].includes(attributes.date1904);
      if (name !== "sheet") return;
      const hidden = (attributes.state ?? "visible") !== "visible";
      listed.push({ name: unescapeText(attributes.name ?? ""), hidden, id: attribute(attributes, "id") ?? "" });
    },
  });
  const sheets = listed.flatMap(({ id, ...sheet }): Sheet[] => {
    const link = links.find((link) => link.id === id && link.type === "worksheet");
    const part = link && parts.get(link.target);
    return part ? [{ ...sheet, part }] : [];
  });
  // Word and PowerPoint keep their documents the same way.
  if (!found || sheets.length === 0) throw new FileError("import.error.not-a-table");
  const target = (type: string) => links.find((link) => link.type === type)?.target;
  const dates = new DateStyles();
  await read(target("styles"), dates);
  const texts = new SharedTexts(limits.cell);
  await read(target("sharedStrings"), texts, limits.strings);
  return { file, limits, sheets, date1904, dates: dates.found, texts };
}

interface Relation {
  id: string;
  /** Last word of the type: both the transitional and the strict form end with it. */
  type: string;
  target: string;
}

async function relations(name: string, read: (name: string, handler: XmlHandler) => Promise<boolean>) {
  const found: Relation[] = [];
  const folder = name.replace(/_rels\/[^/]*$/, "");
  await read(name, {
    open(tag, { Id = "", Type = "", Target = "" }) {
      if (tag !== "Relationship") return;
      const path = new URL(Target.replaceAll("\\", "/"), `file:///${folder}`).pathname.slice(1);
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), target: decodeURIComponent(path) });
    },
  });
  return found;
}

/** `cellXfs` of styles.xml, each with its number format. */
class DateStyles implements XmlHandler {
  readonly found: boolean[] = [];
  private readonly codes = new Map<number, string>();
  private inside = false;

  open(name: string, attributes: Record<string, string>): void {
    if (name === "numFmt") this.codes.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
    else if (name === "cellXfs") this.inside = true;
    else if (name === "xf" && this.inside) {
      const id = Number(attributes.numFmtId ?? 0);
      this.found.push(isDateFormat(id, this.codes.get(id)));
    }
  }

  close(name: string): void {
    if (name === "cellXfs") this.inside = false;
  }
}

const PAGE = 1024;

/**
 * The texts that cells refer to by number, a thousand joined into one string with the ends of each: two million short
 * texts as strings of their own would take three times the memory.
 */
export class SharedTexts implements XmlHandler {
  private readonly pages: string[] = [];
  private readonly ends: Uint32Array[] = [];
  private pending: string[] = [];
  private gathered = "";
  private wanted = false;
  private phonetic = false;

  /** @param cell characters kept of one text; one more tells that it was longer */
  constructor(private readonly cell: number) {}

  get(index: number): string {
    const page = this.pages[Math.floor(index / PAGE)];
    const ends = this.ends[Math.floor(index / PAGE)];
    const at = index % PAGE;
    if (page === undefined || at >= ends.length) return "";
    return page.slice(at === 0 ? 0 : ends[at - 1], ends[at]);
  }

  open(name: string): void {
    if (name === "si") this.gathered = "";
    else if (name === "rPh") this.phonetic = true;
    this.wanted = name === "t" && !this.phonetic;
  }

  /** Runs of rich text follow each other. */
  text(text: string): void {
    if (this.wanted && this.gathered.length <= this.cell) this.gathered += text;
  }

  close(name: string): void {
    this.wanted = false;
    if (name === "rPh") this.phonetic = false;
    else if (name === "sst") this.turn();
    else if (name === "si") {
      this.pending.push(unescapeText(this.gathered).slice(0, this.cell + 1));
      if (this.pending.length === PAGE) this.turn();
    }
  }

  private turn(): void {
    let end = 0;
    this.ends.push(Uint32Array.from(this.pending, (text) => end += text.length));
    this.pages.push(this.pending.join(""));
    this.pending = [];
  }
}
