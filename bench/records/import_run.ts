/** 100,000 rows of CSV through the API that the import pages use: uploaded, mapped as suggested, run, waited for. */
import { createField } from "@/crm/fields/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import { round } from "./figures.ts";
import { person } from "./generate.ts";
import type { Site } from "./site.ts";

const HEADER = [
  "Имя",
  "Компания",
  "Телефон",
  "E-mail",
  "Должность",
  "Город",
  "Сайт",
  "Бюджет",
  "Метки",
  "Примечание",
  "Дата создания",
  "ID",
  "Площадь",
  "Договор от",
  "Комплектация",
];
const LOOK_MS = 50;
const LONGEST_MS = 900_000;

interface Run {
  id: string;
  state: string;
  counters: { total: number; created: number; failed: number };
  columns: { title: string }[];
  suggestion: unknown;
}

/** @returns figures; the peak is the server's resident memory over what it held before the upload */
export async function importRows(
  site: Site,
  options: { rows: number; say(text: string): void },
): Promise<{ import_rows_per_s: number; import_peak_mb: number; import_upload_s: number }> {
  await ownFields(site);
  const idle = await residentMb(site.product.pid);
  let peak = idle;
  let done = false;
  const watch = (async () => {
    while (!done) {
      peak = Math.max(peak, await residentMb(site.product.pid));
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  })();
  try {
    const began = performance.now();
    const made = await ask<Run>(site, "POST", `?kind=lead&name=leads.csv`, csv(options.rows));
    const uploaded = performance.now();
    await ask(
      site,
      "PATCH",
      `/${made.id}`,
      JSON.stringify({ mapping: made.suggestion, options: { duplicates: "create" } }),
    );
    const started = performance.now();
    await ask(site, "POST", `/${made.id}/run`, "{}");
    const run = await settled(site, made.id);
    const seconds = (performance.now() - started) / 1_000;
    if (run.state !== "done") throw new Error(`the import ended ${run.state}: ${JSON.stringify(run.counters)}`);
    if (run.counters.created !== options.rows) throw new Error(`imported ${JSON.stringify(run.counters)}`);
    const figures = {
      import_rows_per_s: Math.round(options.rows / seconds),
      import_peak_mb: round(peak - idle),
      import_upload_s: round((uploaded - began) / 1_000),
    };
    options.say(
      `import: ${options.rows} rows in ${
        round(seconds)
      } s, ${figures.import_rows_per_s} rows/s, ${figures.import_peak_mb} MB over ${round(idle)} MB`,
    );
    return figures;
  } finally {
    done = true;
    await watch;
  }
}

async function settled(site: Site, id: string): Promise<Run> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end;) {
    const run = await ask<Run>(site, "GET", `/${id}`);
    if (["done", "failed", "cancelled"].includes(run.state)) return run;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the import did not end");
}

async function ask<T>(site: Site, method: string, path: string, body?: string): Promise<T> {
  const url = `${site.product.url}/api/v1/imports${path}`;
  const response = await fetch(url, { method, headers: site.headers, body });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return await response.json() as T;
}

async function ownFields(site: Site): Promise<void> {
  const own = [["Площадь", "number"], ["Договор от", "date"], ["Комплектация", "text"]] as const;
  for (const [title, type] of own) {
    unwrap(
      await createField(site.store, SYSTEM, {
        kind: "lead",
        type,
        titleRu: title,
        titleEn: title,
        options: [],
        required: false,
      }),
    );
  }
}

function csv(rows: number): string {
  const random = seeded(21);
  const lines = [HEADER.join(";")];
  for (let n = 0; n < rows; n++) {
    const { name, company, phone, email } = person(random);
    const day = `${String(1 + n % 28).padStart(2, "0")}.${String(1 + n % 12).padStart(2, "0")}.2025`;
    lines.push([
      name,
      company,
      phone,
      email ?? "",
      "менеджер",
      ["Москва", "Пермь", "Казань", "Омск"][n % 4],
      n % 3 ? "" : `site${n}.test`,
      `${n % 900}000,50`,
      n % 5 ? "опт" : "опт, vip",
      `Просил перезвонить по заявке ${n}`,
      day,
      `A${n}`,
      `${n % 400},5`,
      day,
      n % 2 ? "полная" : "базовая",
    ].join(";"));
  }
  return lines.join("\r\n");
}

async function residentMb(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
