// Writes src/api/generated.ts (types) and src/api/bounds.generated.ts (limits of every setting)
// from the backend's event schemas; with --check only compares.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(await readFile(new URL("../../docs/events.schema.json", import.meta.url), "utf8"));
const banner = "// Generated from the backend's contract. Do not edit: run ./setup.sh types.";

/** A field's own title would become one named alias per field; only models deserve names. */
function dropTitles(node, isModel) {
  if (!node || typeof node !== "object") return;
  if (!isModel && typeof node.title === "string") delete node.title;
  for (const [key, value] of Object.entries(node)) {
    const children = key === "properties" || Array.isArray(value) ? Object.values(value) : [value];
    for (const child of children) dropTitles(child, false);
  }
}

/** Pairs: the compiler knows the older spelling of a tuple alone. */
function spellTuples(node) {
  if (!node || typeof node !== "object") return;
  if (Array.isArray(node.prefixItems)) {
    node.items = node.prefixItems;
    delete node.prefixItems;
  }
  for (const value of Object.values(node)) spellTuples(value);
}

async function types() {
  const copy = structuredClone(schema);
  spellTuples(copy);
  for (const model of Object.values(copy.$defs)) dropTitles(model, true);
  const root = { ...copy, title: "Contract", type: "object", additionalProperties: false };
  const compiled = await compile(root, "Contract", {
    unreachableDefinitions: true,
    bannerComment: banner,
    format: true,
  });
  // The compiler says of every type where it came from; here that is always the same place.
  const origin =
    /( \*\n)? \* This interface was referenced by `Contract`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g;
  return compiled.replace(origin, "").replaceAll("/**\n */\n", "");
}

function bound(field, defaultValue) {
  const found = { kind: field.enum ? "choice" : field.type, default: defaultValue };
  if (field.enum) found.options = field.enum;
  if ("minimum" in field) found.min = field.minimum;
  if ("exclusiveMinimum" in field) found.above = field.exclusiveMinimum;
  if ("maximum" in field) found.max = field.maximum;
  return found;
}

function bounds() {
  const tables = ["ModelFields", "TrainingConfig"].map((name) => {
    const fields = Object.entries(schema.$defs[name].properties);
    const rows = fields.map(([key, field]) => [key, bound(field, field.default)]);
    const constant = name === "ModelFields" ? "MODEL_BOUNDS" : "TRAINING_BOUNDS";
    return `export const ${constant} = ${JSON.stringify(Object.fromEntries(rows), null, 2)} as const;\n`;
  });
  return `${banner}\n\n${tables.join("\n")}`;
}

const files = { "generated.ts": await types(), "bounds.generated.ts": bounds() };
for (const [name, text] of Object.entries(files)) {
  const target = new URL(`../src/api/${name}`, import.meta.url);
  if (!process.argv.includes("--check")) await writeFile(target, text);
  else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
    console.error(`frontend/src/api/${name} is stale. Run: ./setup.sh types`);
    process.exitCode = 1;
  }
}
