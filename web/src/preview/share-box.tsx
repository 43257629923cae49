/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";

import { REVOKE_DOCUMENT, SHARE_DOCUMENT, SHARES_DOCUMENT } from "./document";
import { Icon } from "./icons";
import { useTold } from "./told";
import { ask, type Asking } from "./transport";
import { filled } from "./words";

interface Share {
  id: string;
  url: string;
  state: string;
  visits: number;
  expiresAt: string;
}

interface Shared {
  share: Share | null;
  userErrors: { code: string }[];
}

type Mine = { viewer: { shares: { nodes: (Share & { recording: { id: string } | null })[] } | null } };

/** A link for everybody: made, copied and closed here. */
export function ShareBox({ recordingId, asking }: { recordingId: string; asking: Asking }) {
  const { words, format } = useTold();
  const [share, setShare] = useState<Share>();
  const [fault, setFault] = useState<string>();
  const [isCopied, setIsCopied] = useState(false);
  // The same wish has the same name, however often it has to be asked: it makes one share.
  const [key, setKey] = useState(() => crypto.randomUUID());

  useEffect(() => {
    ask<Mine>(asking, SHARES_DOCUMENT, {}).then(({ data }) => {
      const mine = data.viewer.shares?.nodes.find(
        (known) => known.recording?.id === recordingId && known.state === "ACTIVE",
      );
      if (mine) setShare((now) => now ?? mine);
    }, () => undefined);
  }, [recordingId]);

  async function wish(document: string, variables: Record<string, string>, field: string): Promise<void> {
    setFault(undefined);
    setIsCopied(false);
    try {
      const { data } = await ask<Record<string, Shared | null>>(asking, document, variables);
      const shared = data[field];
      if (shared?.share) setShare(shared.share);
      else setFault(shared?.userErrors[0]?.code ?? "INTERNAL");
    } catch {
      setFault("NETWORK");
    }
  }

  async function copy(url: string): Promise<void> {
    await navigator.clipboard.writeText(url).then(
      () => setIsCopied(true),
      () => undefined,
    );
  }

  const isOpen = share?.state === "ACTIVE";
  return (
    <div class="share">
      {!isOpen && (
        <button
          type="button"
          class="action plain"
          onClick={() => void wish(SHARE_DOCUMENT, { id: recordingId, key }, "createShare")}
        >
          <Icon name="share" />
          {words.share}
        </button>
      )}
      {share && isOpen && (
        <>
          <p class="sub">
            {filled(words.sharing, { date: format.date(share.expiresAt) })} ·{" "}
            {filled(words.visits, { count: format.count(share.visits) })}
          </p>
          <input class="link" dir="ltr" readOnly value={share.url} aria-label={words.shareLink} onFocus={(event) => event.currentTarget.select()} />
          <div class="two">
            <button type="button" class="action plain" onClick={() => void copy(share.url)}>
              {isCopied ? words.copied : words.copy}
            </button>
            <button
              type="button"
              class="action plain danger"
              onClick={() => {
                setKey(crypto.randomUUID());
                void wish(REVOKE_DOCUMENT, { id: share.id }, "revokeShare");
              }}
            >
              {words.revoke}
            </button>
          </div>
        </>
      )}
      <p class="sub" role="status">
        {share && !isOpen && words.revoked}
        {isCopied && words.copied}
        {fault && (
          <>
            {words.shareFailed} <code>{fault}</code>
          </>
        )}
      </p>
    </div>
  );
}
