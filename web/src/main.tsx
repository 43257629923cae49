import "./workers";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./page.css";
import "./ide/ide.css";

import { explorerPlugin } from "@graphiql/plugin-explorer";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { createRoot } from "react-dom/client";

import { createFetcher } from "./fetcher";
import { examplesOf, withSession } from "./examples";
import { Bar } from "./ide/bar";
import { CostBadge } from "./ide/cost";
import { DOCUMENTS_PLUGIN } from "./ide/documents";
import { picked, rememberExamples, rewriteTabs } from "./ide/pick";
import { Waterfall } from "./ide/waterfall";
import { readStart, rememberStart } from "./start";
import { forgetTabs, hasTabs, storage } from "./storage";
import { headersOf, shippedTabs } from "./tabs";

const { start: before, isNew } = readStart();
if (isNew) forgetTabs();
const start = await withSession(picked(before) ?? before);
rememberStart(start);

const element = document.getElementById("graphiql");
if (element === null) throw new Error("The page has no place for GraphiQL.");

const examples = await examplesOf(start);
if (start !== before) rewriteTabs(before, start, examples);
rememberExamples(examples);
const tabs = shippedTabs(start, examples);
// GraphiQL fills the first tab's side editors from these alone; after a reload its own storage knows better.
const first = hasTabs() ? undefined : tabs[0];

createRoot(element).render(
  <GraphiQL
    fetcher={createFetcher(start)}
    storage={storage}
    plugins={[HISTORY_PLUGIN, explorerPlugin({ showAttribution: false }), DOCUMENTS_PLUGIN]}
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
    <GraphiQL.Toolbar>
      {({ prettify, copy, merge }) => (
        <>
          <CostBadge />
          {prettify}
          {merge}
          {copy}
        </>
      )}
    </GraphiQL.Toolbar>
    <GraphiQL.Footer>
      <Waterfall />
    </GraphiQL.Footer>
    <Bar start={start} />
  </GraphiQL>,
);
