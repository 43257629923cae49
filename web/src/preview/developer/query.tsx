/** @jsxImportSource preact */
import { useState } from "preact/hooks";

/** The query that the ticked panels come to. */
export function Query({ document }: { document: string }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <section class="tool query">
      <h2>
        Query
        <button
          type="button"
          class="small"
          onClick={() => {
            void navigator.clipboard.writeText(document).then(
              () => setIsCopied(true),
              () => undefined,
            );
          }}
        >
          {isCopied ? "Copied" : "Copy"}
        </button>
      </h2>
      <pre tabIndex={0} aria-label="The query">
        <code>{document}</code>
      </pre>
    </section>
  );
}
