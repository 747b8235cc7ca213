/** What is printed once everything runs: the address, and how to log in. */
import { t } from "@/locales/mod.ts";
import type { Product } from "./assemble.ts";

export function greet(product: Product, options: { seconds: number; locale: "ru" | "en" }): void {
  const say = t(options.locale);
  const lines = ["", say("start.ready", { url: product.url, seconds: options.seconds.toFixed(1) })];
  if (product.administrator) {
    lines.push("", say("start.administrator", product.administrator));
  }
  if (product.demo) {
    const logins = product.demo.logins;
    lines.push("", say(logins.length > 0 ? "start.demo" : "start.demo-known"));
    for (const { login, password, role } of logins) {
      lines.push(`    ${login.padEnd(10)} ${password.padEnd(20)} ${say(`start.role.${role}`)}`);
    }
  }
  console.log(`${lines.join("\n")}\n`);
}
