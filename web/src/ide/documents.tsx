import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect, useState } from "react";

import { useHeld } from "./held";
import { lastAnswer } from "./last-answer";

interface Listed {
  id: string;
  /** Whether the id is the SHA-256 of the text. */
  isHash: boolean;
  name: string | null;
  kind: string | null;
  list: string;
  client: string | null;
  /** Whether this gateway has read it, or will when it reads its lists again. */
  isKnown: boolean;
  text: string;
}

/** The documents of the APPs' lists: their ids, whose they are, and in which list of which version. */
export const DOCUMENTS_PLUGIN: GraphiQLPlugin = { title: "Known documents", icon: Icon, content: Documents };

function Documents() {
  const [listed, setListed] = useState<Listed[]>();
  const [fault, setFault] = useState("");
  const answer = useHeld(lastAnswer);
  useEffect(() => {
    fetch("/graphiql/documents")
      .then((response) => response.json() as Promise<{ documents: Listed[] }>)
      .then(({ documents }) => setListed(documents))
      .catch(() => setFault("The gateway could not be asked for them."));
  }, []);
  return (
    <section className="documents" aria-label="Known documents">
      <h2>Known documents</h2>
      {fault && <p>{fault}</p>}
      {listed?.length === 0 && (
        <p>
          There are none: <code>ENDPAGE_DOCUMENTS</code> names no list.
        </p>
      )}
      <ul>
        {listed?.map((one) => (
          <Document key={`${one.list}/${one.id}`} {...one} isAnswered={one.id === answer?.documentId} />
        ))}
      </ul>
    </section>
  );
}

function Document(one: Listed & { isAnswered: boolean }) {
  const { addTab, changeTab } = useGraphiQLActions();
  const editor = useGraphiQL((state) => state.queryEditor);
  const tab = useGraphiQL((state) => state.tabs.findIndex(({ title }) => title === one.name));
  const open = () => {
    // The tab that is there has variables, too.
    if (tab >= 0) return changeTab(tab);
    addTab();
    editor?.setValue(one.text);
  };
  return (
    <li data-document={one.name ?? one.id} {...(one.isAnswered && { "aria-current": "true" as const })}>
      <h3>
        <button type="button" onClick={open} title="Open it in a tab">
          {one.name ?? "without a name"}
        </button>
        <span>{one.kind}</span>
      </h3>
      <code className="id" title={one.isHash ? "The SHA-256 of its text" : "An id of the list's own"}>
        {one.isHash ? "sha256:" : ""}
        {one.id}
      </code>
      <p>
        list <b>{one.list}</b> · {one.client === null ? "for all APPs" : `for ${one.client} alone`}
        {!one.isKnown && " · not read yet"}
        {one.isAnswered && " · answered last"}
      </p>
    </li>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6" strokeLinejoin="round" />
    </svg>
  );
}
