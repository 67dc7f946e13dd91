// Writes src/api/generated.ts from the backend's event schemas; with --check only compares.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const source = new URL("../../docs/events.schema.json", import.meta.url);
const target = new URL("../src/api/generated.ts", import.meta.url);

const schema = JSON.parse(await readFile(source, "utf8"));
// A field's own title would become one named alias per field; only models deserve names.
const dropTitles = (node, isModel) => {
  if (Array.isArray(node)) for (const item of node) dropTitles(item, false);
  else if (node && typeof node === "object") {
    if (!isModel && typeof node.title === "string") delete node.title;
    for (const [key, value] of Object.entries(node)) {
      if (key === "properties") for (const field of Object.values(value)) dropTitles(field, false);
      else dropTitles(value, false);
    }
  }
};
for (const model of Object.values(schema.$defs)) dropTitles(model, true);

const compiled = await compile({ ...schema, title: "Contract", type: "object", additionalProperties: false }, "Contract", {
  unreachableDefinitions: true,
  bannerComment: "// Generated from the backend's contract. Do not edit: run ./setup.sh types.",
  format: true,
});
// The compiler says of every type where it came from; here that is always the same place.
const text = compiled.replace(/( \*\n)? \* This interface was referenced by `Contract`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g, "").replaceAll("/**\n */\n", "");

if (process.argv.includes("--check")) {
  const current = await readFile(target, "utf8").catch(() => "");
  if (current !== text) {
    console.error("frontend/src/api/generated.ts is stale. Run: ./setup.sh types");
    process.exit(1);
  }
} else await writeFile(target, text);
