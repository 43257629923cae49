import type { FetcherParams } from "@graphiql/toolkit";
import { Kind, type OperationDefinitionNode, parse } from "graphql";

/**
 * The operation that is asked for. GraphiQL works out names a moment after a tab was chosen, and until then
 * still tells the last tab's: where a document has one operation, it is that one, whatever the name.
 * Undefined when the document cannot be read; the gateway then says why better than we could.
 */
export function operationOf(asked: FetcherParams): OperationDefinitionNode | undefined {
  const operations = operationsOf(asked.query);
  return operations.length === 1
    ? operations[0]
    : operations.find((operation) => operation.name?.value === asked.operationName);
}

function operationsOf(document: string): OperationDefinitionNode[] {
  try {
    return parse(document).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return [];
  }
}
