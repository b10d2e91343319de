// SPDX-License-Identifier: Apache-2.0
// Traffic and mismatch rate over time, all routes together.
import { useMemo } from "preact/hooks";
import uPlot from "uplot";
import type { Data, Timeline } from "./data";
import { axis, faint, type Colours, Plot } from "./plot";
import { clock, counted, day, grouped, percent } from "./words";

const DAY = 86_400;

// A day's name where one begins (and at the left end), else the time of day.
function timeTicks(_: uPlot, splits: number[]): string[] {
  return splits.map((at, i) => {
    const isNewDay = i === 0 || day(at) !== day(splits[i - 1] ?? 0);
    if (at % DAY === 0) return day(at);
    return isNewDay ? `${clock(at)}\n${day(at)}` : clock(at);
  });
}

const timeSeries = { label: "UTC", value: (_: uPlot, at: number | null) => (at === null ? "–" : `${day(at)} ${clock(at)}`) };
const count = (_: uPlot, n: number | null) => (n === null ? "–" : grouped(n));
const rate = (_: uPlot, fraction: number | null) => (fraction === null ? "–" : percent(fraction));
const cursor: uPlot.Cursor = { sync: { key: "time" }, drag: { x: false, y: false } };

const bars = uPlot.paths.bars?.({ size: [0.9, 28], gap: 1 });

function trafficOptions(of: Colours): Omit<uPlot.Options, "width" | "height"> {
  return {
    cursor,
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    axes: [
      axis(of, { values: timeTicks }),
      axis(of, { size: 58, values: (_, splits) => splits.map((n) => (n % 1 === 0 ? grouped(n) : "")) }),
    ],
    series: [
      timeSeries,
      { label: "requests", stroke: of.quiet, fill: of.quiet, paths: bars, points: { show: false }, value: count },
      { label: "mismatches", stroke: of.bad, fill: of.bad, paths: bars, points: { show: false }, value: count },
    ],
  };
}

// High enough for the rates and the limit; the band of a step with few requests may go beyond.
function rateMax(data: Data): number {
  const { judged, mismatches } = data.timeline;
  const rates = judged.map((n, i) => (n > 0 ? (mismatches[i] ?? 0) / n : 0));
  return Math.min(1, Math.max(data.limit * 4, Math.max(...rates) * 1.6));
}

function rateOptions(data: Data) {
  return (of: Colours): Omit<uPlot.Options, "width" | "height"> => {
    const edge = { stroke: "transparent", points: { show: false }, value: rate };
    return {
      cursor,
      scales: { y: { range: [0, rateMax(data)] } },
      axes: [
        axis(of, { values: timeTicks }),
        axis(of, { size: 58, values: (_, splits) => splits.map(percent) }),
      ],
      series: [
        timeSeries,
        { ...edge, label: "at least" },
        { ...edge, label: "at most" },
        { label: "mismatch rate", stroke: of.bad, width: 2, points: { show: data.timeline.start_s.length <= 60, size: 5, fill: of.bad }, value: rate },
        { label: "limit", stroke: of.ink, width: 1, dash: [6, 4], points: { show: false }, value: rate },
      ],
      bands: [{ series: [2, 1], fill: faint(of.bad, 0.16) }],
    };
  };
}

function columns(data: Data): { traffic: uPlot.AlignedData; rates: uPlot.AlignedData } {
  const { start_s, seen, judged, mismatches, lower, upper } = data.timeline;
  const rates = judged.map((n, i) => (n > 0 ? (mismatches[i] ?? 0) / n : null));
  const limit = start_s.map(() => data.limit);
  return { traffic: [start_s, seen, mismatches], rates: [start_s, lower, upper, rates, limit] };
}

function said({ start_s, step_s, seen, mismatches }: Timeline): string {
  const most = Math.max(...seen);
  const at = start_s[seen.indexOf(most)] ?? 0;
  const sum = mismatches.reduce((all, n) => all + n, 0);
  return (
    `${counted(start_s.length, "step", "steps")} of ${step_s / 60} min; the busiest, with ` +
    `${counted(most, "request", "requests")}, began ${day(at)} ${clock(at)} UTC; ` +
    `${counted(sum, "mismatch", "mismatches")} in all`
  );
}

export function Charts({ data }: { data: Data }) {
  const { traffic, rates } = useMemo(() => columns(data), [data]);
  const text = said(data.timeline);
  return (
    <div class="charts">
      <Plot title="Requests and mismatches" said={text} height={210} data={traffic} options={trafficOptions} />
      <Plot title="Mismatch rate" said={text} height={210} data={rates} options={rateOptions(data)} />
    </div>
  );
}
