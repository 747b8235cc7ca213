import assert from "node:assert/strict";
import { bareName, lookUp } from "./import_map.ts";
import { readDoor, straighten } from "./icons.ts";

Deno.test("the browser's files find what the server's import map names, or an island works on one side only", () => {
  const imports = {
    "@/": "./",
    "fresh/runtime": "./web/fresh/runtime.ts",
    "uplot": "npm:uplot@1.6.32",
    "x": "npm:@a/y@2.0.0",
  };
  assert.equal(lookUp("@/web/live/client.ts", imports), "./web/live/client.ts");
  assert.equal(lookUp("fresh/runtime", imports), "./web/fresh/runtime.ts");
  assert.equal(bareName(lookUp("uplot", imports)!), "uplot");
  assert.equal(lookUp("x/deep/file.js", imports), "@a/y/deep/file.js");
  assert.equal(lookUp("unknown", imports), undefined);
  assert.equal(bareName("npm:@preact/signals@2.11.4/utils"), "@preact/signals/utils");
  assert.equal(bareName("npm:/preact@10.29.8"), "preact");
});

Deno.test("icons come one by one, or each build reads the whole package", () => {
  const icons = readDoor(
    "export { default as X, default as XIcon } from './icons/x.mjs';\nexport { default as Plus } from './icons/plus.mjs';",
  );
  const source =
    'import {\n  X as Close,\n  createLucideIcon,\n} from "lucide-preact";\nimport { Plus } from "lucide-preact";\n';
  assert.equal(
    straighten(source, icons, "/p"),
    'import Close from "/p/icons/x.mjs"; import { createLucideIcon } from "lucide-preact";\n\n\n\nimport Plus from "/p/icons/plus.mjs";\n',
  );
});
