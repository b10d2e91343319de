// SPDX-License-Identifier: Apache-2.0
// One uPlot chart: in the page's colours, as wide as its place, drawn again when either changes.
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";

export interface Colours {
  ink: string;
  soft: string;
  line: string;
  quiet: string;
  bad: string;
  legacy: string;
  candidate: string;
}

function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"),
    soft: of("soft"),
    line: of("line"),
    quiet: of("excluded"),
    bad: of("mismatch"),
    legacy: of("legacy"),
    candidate: of("candidate"),
  };
}

/** The colour with so much of itself: for bands. */
export function faint(colour: string, alpha: number): string {
  const part = (at: number) => parseInt(colour.slice(at, at + 2), 16);
  return `rgba(${part(1)}, ${part(3)}, ${part(5)}, ${alpha})`;
}

export function axis(of: Colours, more: Partial<uPlot.Axis>): uPlot.Axis {
  const font = "12px system-ui, sans-serif";
  const grid = { stroke: of.line, width: 1 };
  return { stroke: of.soft, font, grid, ticks: { ...grid, size: 5 }, ...more };
}

export interface PlotProps {
  title: string;
  said: string; // for who does not see it
  height: number;
  data: uPlot.AlignedData;
  options: (of: Colours) => Omit<uPlot.Options, "width" | "height">;
}

export function Plot({ title, said, height, data, options }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [scheme, setScheme] = useState(0);
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const again = () => setScheme((n) => n + 1);
    dark.addEventListener("change", again);
    return () => dark.removeEventListener("change", again);
  }, []);
  useEffect(() => {
    const into = place.current;
    if (!into) return;
    const width = () => Math.max(240, into.clientWidth);
    const plot = new uPlot({ ...options(colours()), width: width(), height }, data, into);
    const observer = new ResizeObserver(() => plot.setSize({ width: width(), height }));
    observer.observe(into);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [data, scheme]);
  return (
    <figure class="sheet chart">
      <figcaption>
        {title}
        <span class="unseen">. {said}</span>
      </figcaption>
      <div ref={place} />
    </figure>
  );
}
