/** @jsxImportSource preact */
import { render } from "preact";

import { App } from "./app";

const element = document.getElementById("preview");
if (element === null) throw new Error("The page has no place for the preview.");
render(<App />, element);
