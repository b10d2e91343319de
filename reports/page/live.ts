// SPDX-License-Identifier: Apache-2.0
// A page that is served asks again, and puts what changed in its place; the rest of the page, and where
// the reader is in it, stays as it is.
import { type Data, readData } from "./data";

const PERIOD_MS = 2_000;

function refresh(from: Document) {
  for (const fresh of from.querySelectorAll<HTMLElement>("[data-refresh]")) {
    const here = document.getElementById(fresh.id);
    if (!here || here.innerHTML === fresh.innerHTML) continue;
    here.className = fresh.className;
    here.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  }
  document.title = from.title;
}

function say(text: string, isGood: boolean) {
  const live = document.getElementById("live");
  if (!live || live.textContent === text) return;
  live.textContent = text;
  live.className = isGood ? "good" : "bad";
}

export function follow(show: (data: Data) => void) {
  let tag = "";
  const ask = async () => {
    try {
      const answer = await fetch(location.pathname, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
      if (answer.status === 200) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        tag = answer.headers.get("ETag") ?? "";
        refresh(page);
        show(readData(page));
      }
      say("live", true);
    } catch {
      say("not connected", false);
    }
    setTimeout(ask, PERIOD_MS);
  };
  setTimeout(ask, PERIOD_MS);
}
