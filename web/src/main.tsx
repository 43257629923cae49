import "./workers";
import "graphiql/style.css";
import "./page.css";

import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { createFetcher } from "./fetcher";
import { examplesOf } from "./examples";
import { readStart } from "./start";
import { forgetTabs, hasTabs, storage } from "./storage";
import { headersOf, shippedTabs } from "./tabs";

const { start, isNew } = readStart();
if (isNew) forgetTabs();

const element = document.getElementById("graphiql");
if (element === null) throw new Error("The page has no place for GraphiQL.");

const tabs = shippedTabs(start, await examplesOf(start));
// GraphiQL fills the first tab's side editors from these alone; after a reload its own storage knows better.
const first = hasTabs() ? undefined : tabs[0];

createRoot(element).render(
  <GraphiQL
    fetcher={createFetcher(start)}
    storage={storage}
    defaultTabs={tabs}
    {...(first && { initialQuery: first.query, initialVariables: first.variables, initialHeaders: first.headers })}
    defaultHeaders={headersOf(start.token)}
    defaultEditorToolsVisibility="variables"
    shouldPersistHeaders
    showPersistHeadersSettings={false}
  >
    <GraphiQL.Logo>
      <a className="logo" href="/graphiql">
        <span className="bars" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        End page
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
