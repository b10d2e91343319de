// SPDX-License-Identifier: Apache-2.0
// A button that copies a text, and says so.
import { useEffect, useState } from "preact/hooks";

// Where the page has no clipboard of its own (http from another host), the old way is left.
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function Copy({ text, children }: { text: string; children: string }) {
  const [said, say] = useState("");
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => say(""), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <button
      type="button"
      class="quiet copy"
      onClick={async () => say((await copy(text)) ? "Copied" : "Could not copy")}
    >
      {children}
      <span role="status" class="said">{said && ` ${said}`}</span>
    </button>
  );
}
