// SPDX-License-Identifier: Apache-2.0
// How both legs' times are distributed: every quantile with its interval, for all routes or one.
import { useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Data, Latency, Leg } from "./data";
import { axis, faint, type Colours, Plot } from "./plot";
import { counted, duration } from "./words";

// Nines are as far apart as they are hard: 90 %, 99 %, 99.9 %.
const place = (quantile: number) => -Math.log10(1 - quantile);
const quantileAt = (x: number) => 1 - 10 ** -x;
const name = (quantile: number) => `p${Number((quantile * 100).toPrecision(4))}`;
const ticks = [0.5, 0.9, 0.99, 0.999].map(place);

function column(leg: Leg, xs: number[], at: 1 | 2 | 3): (number | null)[] {
  const points = new Map(leg.curve.map((point) => [point[0], point[at]]));
  return xs.map((quantile) => points.get(quantile) ?? null);
}

function columns({ legacy, candidate }: Latency): uPlot.AlignedData {
  const xs = [...new Set([...legacy.curve, ...candidate.curve].map(([quantile]) => quantile))].sort(
    (one, other) => one - other,
  );
  return [
    xs.map(place),
    ...[legacy, candidate].flatMap((leg) => [column(leg, xs, 2), column(leg, xs, 3), column(leg, xs, 1)]),
  ] as uPlot.AlignedData;
}

const time = (_: uPlot, us: number | null) => (us === null ? "–" : duration(us));

function options(of: Colours): Omit<uPlot.Options, "width" | "height"> {
  const edge = { stroke: "transparent", points: { show: false }, value: time };
  const line = { width: 2, points: { show: true, size: 5 }, value: time };
  const leg = (label: string, stroke: string) => [
    { ...edge, label: `${label}, from` },
    { ...edge, label: "to" },
    { ...line, label, stroke, points: { ...line.points, fill: stroke } },
  ];
  return {
    cursor: { drag: { x: false, y: false } },
    scales: { x: { time: false }, y: { distr: 3 } },
    axes: [
      axis(of, { splits: () => ticks, values: (_, splits) => splits.map((x) => name(quantileAt(x))) }),
      axis(of, { size: 64, values: (_, splits) => splits.map((us) => (us === null ? "" : duration(us))) }),
    ],
    series: [
      { label: "quantile", value: (_, x) => (x === null ? "–" : name(quantileAt(x))) },
      ...leg("legacy", of.legacy),
      ...leg("candidate", of.candidate),
    ],
    bands: [
      { series: [2, 1], fill: faint(of.legacy, 0.2) },
      { series: [5, 4], fill: faint(of.candidate, 0.2) },
    ],
  };
}

const POINTS_MIN = 3;

function median(leg: Leg): string {
  const found = leg.curve.find(([quantile]) => quantile === 0.5);
  return found ? duration(found[1]) : "not known";
}

export function Curves({ data }: { data: Data }) {
  const [route, setRoute] = useState("");
  const shown = data.latency.find((one) => one.route === route) ?? data.latency[0];
  const plotted = useMemo(() => shown && columns(shown), [shown]);
  if (!shown || !plotted) return null;
  const said =
    `The median is ${median(shown.legacy)} for legacy and ${median(shown.candidate)} for the candidate, ` +
    `of ${counted(shown.candidate.n, "answer", "answers")}`;
  return (
    <>
      <p class="filter">
        <label>
          Route{" "}
          <select value={shown.route} onChange={(event) => setRoute(event.currentTarget.value)}>
            {data.latency.map((one) => (
              <option value={one.route}>{one.route || "all routes together"}</option>
            ))}
          </select>
        </label>
        {shown.is_indicative && <span>indicative: legacy was observed, not sent the same</span>}
      </p>
      <div class="charts one">
        {plotted[0].length < POINTS_MIN ? (
          <p class="sheet pad soft">Too few answers to draw quantiles of.</p>
        ) : (
          <Plot
            title="Time to the last byte, by quantile, with 95 % intervals"
            said={said}
            height={260}
            data={plotted}
            options={options}
          />
        )}
      </div>
    </>
  );
}
