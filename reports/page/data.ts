// SPDX-License-Identifier: Apache-2.0
// What reports/page_data.cpp writes into the page. Every text is printable already; Preact escapes it.

export const enum Mark {
  none = 0,
  changed = 1,
  leftOut = 2,
}
export type Line = [mark: Mark, text: string];

export interface Timeline {
  step_s: number;
  start_s: number[];
  seen: number[];
  judged: number[];
  mismatches: number[];
  lower: (number | null)[];
  upper: (number | null)[];
}

export type CurvePoint = [quantile: number, us: number, lower_us: number, upper_us: number];
export interface Leg {
  n: number;
  curve: CurvePoint[];
}
export interface Latency {
  route: string; // "": all together
  is_indicative: boolean;
  legacy: Leg;
  candidate: Leg;
}

export interface Decision {
  as: string;
  reason: string;
  owner: string;
  decided: string;
  expires: string;
}

export interface Finding {
  id: string;
  route: string;
  path: string;
  kind: string;
  severity: string;
  count: number;
  places: number;
  reproduced: number;
  since: string;
  excused_by: string;
  decision: Decision | null;
  first_s: number;
  last_s: number;
  trend: "rising" | "falling" | "steady" | ""; // "": not known
  trend_words: string;
  legacy: string;
  candidate: string;
  exchange: string;
  place: string;
  example: number | null;
}

export interface Answer {
  outcome: string;
  facts: string;
  is_changed: boolean;
  headers: Line[];
  body: Line[];
  note: string;
}

export interface Example {
  id: string;
  why: string;
  request: string;
  request_headers: Line[];
  request_body: Line[];
  legacy: Answer;
  candidate: Answer;
  further: string[];
  commands: { leg: string; command: string }[];
}

export interface Data {
  run_file: string; // as a shell takes it
  limit: number;
  confidence: number;
  has_baseline: boolean;
  timeline: Timeline;
  latency: Latency[];
  findings: Finding[];
  examples: Example[];
}

export function readData(page: Document): Data {
  return JSON.parse(page.getElementById("data")?.textContent ?? "") as Data;
}
