import type { Asking } from "./transport";
import { ask } from "./transport";

/** A panel of the page, as the schema has it. */
export interface PanelType {
  field: string;
  type: string;
  description: string;
}

const QUERY = `query Panels {
  page: __type(name: "EndPage") { fields { name description type { name } } }
  panel: __type(name: "Panel") { possibleTypes { name } }
}`;

interface Answer {
  page: { fields: { name: string; description: string; type: { name: string | null } }[] };
  panel: { possibleTypes: { name: string }[] };
}

/** The panels that there are, in the order of the page: from introspection, so none is forgotten. */
export async function panelTypes(asking: Asking): Promise<PanelType[]> {
  const { page, panel } = (await ask<Answer>(asking, QUERY, {})).data;
  const panels = new Set(panel.possibleTypes.map(({ name }) => name));
  return page.fields.flatMap(({ name, description, type }) =>
    type.name !== null && panels.has(type.name) ? [{ field: name, type: type.name, description }] : [],
  );
}
