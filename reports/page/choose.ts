// SPDX-License-Identifier: Apache-2.0
// Which findings are listed, and in which order.
import type { Finding } from "./data";

export const orders = {
  gravest: "gravest first",
  exchanges: "most exchanges",
  newest: "seen last",
  oldest: "seen first",
  route: "route",
  path: "path",
} as const;
export type Order = keyof typeof orders;

export const standings = { all: "all", open: "undecided", decided: "decided or noise" } as const;
export type Standing = keyof typeof standings;

export const severities = ["high", "medium", "low"] as const;

export interface Choice {
  words: string;
  hidden: ReadonlySet<string>; // severities
  standing: Standing;
  since: string; // "": whatever
  order: Order;
}

const rank = (finding: Finding) => {
  const at = severities.indexOf(finding.severity as (typeof severities)[number]);
  return at < 0 ? severities.length : at;
};
const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

// The report's own order decides among equals: sorting is stable.
const compare: Record<Order, (one: Finding, other: Finding) => number> = {
  gravest: (one, other) => rank(one) - rank(other) || other.count - one.count,
  exchanges: (one, other) => other.count - one.count,
  newest: (one, other) => other.last_s - one.last_s,
  oldest: (one, other) => one.first_s - other.first_s,
  route: (one, other) => byText(one.route, other.route) || byText(one.path, other.path),
  path: (one, other) => byText(one.path, other.path) || byText(one.route, other.route),
};

const textOf = (f: Finding) =>
  `${f.route} ${f.path} ${f.kind} ${f.legacy} ${f.candidate} ${f.id} ${f.exchange} ${f.trend}`.toLowerCase();

export function choose(findings: readonly Finding[], choice: Choice): Finding[] {
  const words = choice.words.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = findings.filter((finding) => {
    if (choice.hidden.has(finding.severity)) return false;
    if (choice.since && finding.since !== choice.since) return false;
    const isDecided = finding.excused_by !== "" || finding.decision !== null;
    if (choice.standing !== "all" && isDecided !== (choice.standing === "decided")) return false;
    if (words.length === 0) return true;
    const text = textOf(finding);
    return words.every((word) => text.includes(word));
  });
  return chosen.sort(compare[choice.order]);
}
