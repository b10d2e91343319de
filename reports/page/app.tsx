// SPDX-License-Identifier: Apache-2.0
// Puts the list of findings and the charts into the page, which reads without them.
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./page.css";
import { Charts } from "./charts";
import { Curves } from "./curves";
import { type Data, readData } from "./data";
import { Findings } from "./findings";
import { follow } from "./live";

const STEPS_MIN = 3; // fewer points are no course of time

function show(data: Data) {
  const place = (id: string) => document.getElementById(id) as HTMLElement;
  if (data.timeline.start_s.length >= STEPS_MIN) {
    place("time").hidden = false;
    render(<Charts data={data} />, place("charts"));
  }
  render(<Curves data={data} />, place("curves"));
  render(<Findings data={data} />, place("list"));
}

document.getElementById("list")?.replaceChildren();
show(readData(document));
if (document.body.hasAttribute("data-live")) follow(show);
