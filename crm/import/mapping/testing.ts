/** Targets in short, for tests: `field:stage`, `product:name`, `entered:Engaging`, `new:text`. */
import type { ImportTarget } from "@/store/tables/imports.ts";

export function codeOfTarget(target: ImportTarget): string {
  switch (target.to) {
    case "field":
    case "moment":
      return `${target.to}:${target.field}`;
    case "name":
    case "product":
    case "contact":
      return `${target.to}:${target.part}`;
    case "entered":
      return `entered:${target.stage}`;
    case "link":
      return `link:${target.kind}`;
    case "new-field":
      return `new:${target.type}`;
    default:
      return target.to;
  }
}
