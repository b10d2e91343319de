// SPDX-License-Identifier: Apache-2.0
// A page that is served asks again, and puts what changed in its place; the rest of the page, and where
// the reader is in it, stays as it is.
import { type Data, readData } from "./data";

const PERIOD_MS = 2_000;
const REASON_MAX = 200; // signs
// A name and password in front of the host are not for fetch, which refuses an address that has them.
const page = location.origin + location.pathname;

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

// Our server says why in a line of text; a proxy in between has a page of its own for it.
async function reason(answer: Response): Promise<string> {
  const isText = answer.headers.get("Content-Type")?.startsWith("text/plain");
  return isText ? (await answer.text()).trim().slice(0, REASON_MAX) : `status ${answer.status}`;
}

export function follow(show: (data: Data) => void) {
  let tag = "";
  const ask = async () => {
    try {
      const answer = await fetch(page, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status === 200) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        tag = answer.headers.get("ETag") ?? "";
        refresh(fresh);
        show(readData(fresh));
      }
      const isGood = answer.status === 200 || answer.status === 304;
      say(isGood ? "live" : `no news: ${await reason(answer)}`, isGood);
    } catch {
      say("not connected", false);
    }
    setTimeout(ask, PERIOD_MS);
  };
  setTimeout(ask, PERIOD_MS);
}
