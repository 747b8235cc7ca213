/** A schema as a list of its fields, opened level by level. */
import type { OpenApi, Schema } from "@/components/api_docs/types.ts";
import { resolved, typeName } from "@/components/api_docs/model.ts";
import { Prose } from "@/components/api_docs/Prose.tsx";
import { useT } from "@/components/i18n.ts";

const DEEPEST = 4;

/** `asked`: it is sent, so what is required matters. */
export function SchemaView(props: { schema: Schema; document: OpenApi; asked?: boolean; depth?: number }) {
  const t = useT();
  const { document, asked = false, depth = 0 } = props;
  const schema = fieldsOf(props.schema, document);
  if (!schema?.properties || depth > DEEPEST) return <p class="quiet small-text">{typeName(props.schema)}</p>;
  return (
    <ul class="schema-fields">
      {Object.entries(schema.properties).map(([name, field]) => (
        <li key={name}>
          <code>{name}</code> <span class="quiet small-text">{typeName(field)}</span>
          {asked && schema.required?.includes(name) && <span class="badge">{t("api.docs.required")}</span>}
          {field.description && <Prose text={field.description} />}
          {fieldsOf(field, document)?.properties && depth < DEEPEST && (
            <details>
              <summary>{typeName(field)}</summary>
              <SchemaView schema={field} document={document} asked={asked} depth={depth + 1} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The object that a schema is, or holds: of a list its items, of a choice the first that has fields. */
function fieldsOf(given: Schema, document: OpenApi): Schema | null {
  const schema = resolved(given, document);
  if (schema.properties) return schema;
  if (schema.items) return fieldsOf(schema.items, document);
  for (const choice of schema.anyOf ?? schema.oneOf ?? []) {
    const found = fieldsOf(choice, document);
    if (found) return found;
  }
  return null;
}
