// SPDX-License-Identifier: Apache-2.0
// The list of all findings: to filter, sort, page through and open; by mouse, touch or keyboard.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Choice, choose, type Order, orders, severities, type Standing, standings } from "./choose";
import type { Data, Finding } from "./data";
import { OpenFinding } from "./finding";
import { counted, grouped } from "./words";

const PER_PAGE = 50;

interface RowProps {
  finding: Finding;
  data: Data;
  isOpen: boolean;
  toggle: (id: string) => void;
}

function Row({ finding, data, isOpen, toggle }: RowProps) {
  const moving = finding.trend === "steady" ? "" : finding.trend;
  const state = [finding.since, finding.excused_by, moving].filter(Boolean).join(", ");
  return (
    <li class="finding" id={`finding-${finding.id}`}>
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? `inside-${finding.id}` : undefined}
          onClick={() => toggle(finding.id)}
        >
          <span class={`chip ${finding.severity}`}>{finding.severity}</span>
          <span class="what">
            {finding.route} <code>{finding.path}</code>
          </span>
          <span class="times">
            {grouped(finding.count)}
            <span class="unit"> {finding.count === 1 ? "exchange" : "exchanges"}</span>
          </span>
          <span class="turn" aria-hidden="true">›</span>
          <span class="where">
            {state && <span class="state">{state}</span>}
            {finding.kind}: legacy <span class="val">{finding.legacy}</span>
            <span class="arrow">→</span>candidate <span class="val">{finding.candidate}</span>
          </span>
        </button>
      </h3>
      {isOpen && (
        <div class="inside" id={`inside-${finding.id}`}>
          <OpenFinding finding={finding} data={data} />
        </div>
      )}
    </li>
  );
}

interface BarProps {
  data: Data;
  choice: Choice;
  change: (part: Partial<Choice>) => void;
}

function Select<T extends string>(props: {
  label: string;
  value: T;
  options: Record<T, string>;
  onPick: (value: T) => void;
}) {
  return (
    <label>
      {props.label}{" "}
      <select value={props.value} onChange={(event) => props.onPick(event.currentTarget.value as T)}>
        {Object.entries<string>(props.options).map(([value, text]) => (
          <option value={value}>{text}</option>
        ))}
      </select>
    </label>
  );
}

const sinces = { "": "whenever", new: "new", persisting: "persisting", returned: "returned" } as const;

function Bar({ data, choice, change }: BarProps) {
  const count = (severity: string) => data.findings.filter((one) => one.severity === severity).length;
  const flip = (severity: string) => {
    const hidden = new Set(choice.hidden);
    if (!hidden.delete(severity)) hidden.add(severity);
    change({ hidden });
  };
  return (
    <form class="filter" role="search" aria-label="Findings" onSubmit={(event) => event.preventDefault()}>
      <label class="search">
        <span class="unseen">Filter findings</span>
        <input
          type="search"
          name="words"
          placeholder="Filter: route, path, kind, value …"
          aria-keyshortcuts="/"
          value={choice.words}
          onInput={(event) => change({ words: event.currentTarget.value })}
        />
      </label>
      <span class="chips" role="group" aria-label="Severity">
        {severities.map((severity) => (
          <button
            type="button"
            class={`chip toggle ${severity}`}
            aria-pressed={!choice.hidden.has(severity)}
            onClick={() => flip(severity)}
          >
            {severity} {grouped(count(severity))}
          </button>
        ))}
      </span>
      <Select<Standing> label="Show" value={choice.standing} options={standings} onPick={(standing) => change({ standing })} />
      {data.has_baseline && (
        <Select label="Since" value={choice.since as ""} options={sinces} onPick={(since) => change({ since })} />
      )}
      <Select<Order> label="Sort" value={choice.order} options={orders} onPick={(order) => change({ order })} />
    </form>
  );
}

function Pages(props: { page: number; count: number; chosen: number; go: (page: number) => void }) {
  const { page, count, chosen, go } = props;
  const first = page * PER_PAGE + 1;
  const last = Math.min(chosen, first + PER_PAGE - 1);
  if (count < 2) return null;
  return (
    <nav class="pages" aria-label="Pages of findings">
      <button type="button" class="quiet" disabled={page === 0} onClick={() => go(page - 1)}>‹ Previous</button>
      <span>{`${grouped(first)}–${grouped(last)} of ${grouped(chosen)}`}</span>
      <button type="button" class="quiet" disabled={page + 1 >= count} onClick={() => go(page + 1)}>Next ›</button>
    </nav>
  );
}

// "/" goes to the filter; in the list, the arrows (and j, k) go from one finding to the next.
function useKeys(list: { current: HTMLElement | null }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea")) return;
      if (event.key === "/") {
        event.preventDefault();
        list.current?.querySelector<HTMLElement>("input[type=search]")?.focus();
        return;
      }
      const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
      const here = target.closest(".finding h3 button");
      if (!step || !here) return;
      event.preventDefault();
      const all = [...(list.current?.querySelectorAll<HTMLElement>(".finding h3 button") ?? [])];
      all[all.indexOf(here as HTMLElement) + step]?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

export function Findings({ data }: { data: Data }) {
  const [choice, setChoice] = useState<Choice>({
    words: "",
    hidden: new Set(),
    standing: "all",
    since: "",
    order: "gravest",
  });
  const [asked, setPage] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const top = useRef<HTMLDivElement>(null);
  useKeys(top);
  const chosen = useMemo(() => choose(data.findings, choice), [data, choice]);
  const count = Math.ceil(chosen.length / PER_PAGE);
  const page = Math.min(asked, Math.max(0, count - 1));
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const change = (part: Partial<Choice>) => {
    setChoice({ ...choice, ...part });
    setPage(0);
  };
  const go = (to: number) => {
    setPage(to);
    top.current?.scrollIntoView();
  };

  // A link to #finding-… opens it: of those that are there by then, on a page that is served.
  const known = useRef(data.findings);
  known.current = data.findings;
  useEffect(() => {
    const follow = () => {
      const id = location.hash.replace(/^#finding-/, "");
      const at = known.current.findIndex((one) => one.id === id);
      if (at < 0) return;
      setChoice({ words: "", hidden: new Set(), standing: "all", since: "", order: "gravest" });
      setPage(Math.floor(at / PER_PAGE));
      setOpen((before) => new Set(before).add(id));
      setTimeout(() => document.getElementById(`finding-${id}`)?.scrollIntoView());
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);

  if (data.findings.length === 0) return <div class="sheet pad soft">None.</div>;
  const pages = <Pages page={page} count={count} chosen={chosen.length} go={go} />;
  return (
    <div ref={top} class="browser">
      <Bar data={data} choice={choice} change={change} />
      <p class="unseen" role="status">{counted(chosen.length, "finding", "findings")} listed</p>
      {chosen.length === 0 ? (
        <div class="sheet pad soft">No finding fits.</div>
      ) : (
        <ol class="sheet" start={page * PER_PAGE + 1}>
          {chosen.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map((finding) => (
            <Row key={finding.id} finding={finding} data={data} isOpen={open.has(finding.id)} toggle={toggle} />
          ))}
        </ol>
      )}
      {pages}
    </div>
  );
}
