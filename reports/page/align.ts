// SPDX-License-Identifier: Apache-2.0
// Lays the lines of two answers side by side: equal lines stand beside each other, and of a changed pair
// the part that changed is found. Which lines count as changed the report has decided, not we.
import { type Line, Mark } from "./data";

export interface Row {
  legacy?: Line;
  candidate?: Line;
}

const CELLS_MAX = 250_000; // of the table; beyond it lines are paired by their place

export function isChanged(row: Row): boolean {
  return row.legacy?.[0] === Mark.changed || row.candidate?.[0] === Mark.changed;
}

export function isSame(row: Row): boolean {
  return row.legacy !== undefined && row.legacy[1] === row.candidate?.[1];
}

function pairInOrder(legacy: Line[], candidate: Line[]): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < Math.max(legacy.length, candidate.length); ++i) {
    rows.push({ legacy: legacy[i], candidate: candidate[i] });
  }
  return rows;
}

// `  "total": 97.94,` is the member `  "total"`, at its depth; other lines have no name.
const memberOf = (line?: Line) => /^\s*"(?:[^"\\]|\\.)*"(?=:)/.exec(line?.[1] ?? "")?.[0] ?? "";

/** Between equal lines: members beside those of the same name, what has no name in its order. */
function pairUp(legacy: Line[], candidate: Line[]): Row[] {
  const rest = [...candidate];
  const rows: Row[] = legacy.map((line) => {
    const at = rest.findIndex((other) => memberOf(other) === memberOf(line));
    return { legacy: line, candidate: at < 0 ? undefined : rest.splice(at, 1)[0] };
  });
  return [...rows, ...rest.map((line) => ({ candidate: line }))];
}

/** Members may stand in another order, which is no difference: they come beside legacy's. */
function joinMoved(rows: Row[]): Row[] {
  const moved = new Map<string, Row>();
  for (const row of rows) {
    const name = row.legacy ? "" : memberOf(row.candidate);
    if (name && !moved.has(name)) moved.set(name, row);
  }
  const gone = new Set<Row>();
  for (const row of rows) {
    const from = row.candidate ? undefined : moved.get(memberOf(row.legacy));
    if (!from || gone.has(from)) continue;
    row.candidate = from.candidate;
    gone.add(from);
  }
  return rows.filter((row) => !gone.has(row));
}

/** The longest common subsequence keeps its lines beside each other; what is between is paired up. */
export function alignLines(legacy: Line[], candidate: Line[]): Row[] {
  const n = legacy.length;
  const m = candidate.length;
  if (n * m > CELLS_MAX) return pairInOrder(legacy, candidate);
  const width = m + 1;
  const longest = new Uint16Array((n + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  const same = (i: number, j: number) => legacy[i]?.[1] === candidate[j]?.[1];
  for (let i = n - 1; i >= 0; --i) {
    for (let j = m - 1; j >= 0; --j) {
      longest[i * width + j] = same(i, j)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const rows: Row[] = [];
  let i = 0;
  let j = 0;
  while (i < n || j < m) {
    const fromI = i;
    const fromJ = j;
    while (i < n && j < m && !same(i, j)) {
      if (at(i + 1, j) >= at(i, j + 1)) ++i;
      else ++j;
    }
    if (i === n || j === m) {
      i = n;
      j = m;
    }
    rows.push(...pairUp(legacy.slice(fromI, i), candidate.slice(fromJ, j)));
    while (i < n && j < m && same(i, j)) rows.push({ legacy: legacy[i++], candidate: candidate[j++] });
  }
  return joinMoved(rows);
}

const nameOf = (line: Line) => line[1].slice(0, line[1].indexOf(":")).toLowerCase();

/** Header fields stand beside those of the same name, whatever their order. */
export function alignFields(legacy: Line[], candidate: Line[]): Row[] {
  const rest = [...candidate];
  const rows: Row[] = legacy.map((line) => {
    const at = rest.findIndex((other) => nameOf(other) === nameOf(line));
    return { legacy: line, candidate: at < 0 ? undefined : rest.splice(at, 1)[0] };
  });
  return [...rows, ...rest.map((line) => ({ candidate: line }))];
}

/** What both begin and end with, and how each goes on between. */
export function splitChange(one: string, other: string): { begin: string; end: string } {
  let begin = 0;
  while (begin < one.length && one[begin] === other[begin]) ++begin;
  let end = 0;
  const most = Math.min(one.length, other.length) - begin;
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) ++end;
  // Never through the middle of a pair of surrogates.
  if (begin > 0 && /[\uD800-\uDBFF]/.test(one[begin - 1] ?? "")) --begin;
  if (end > 0 && /[\uDC00-\uDFFF]/.test(one[one.length - end] ?? "")) --end;
  return { begin: one.slice(0, begin), end: one.slice(one.length - end) };
}
