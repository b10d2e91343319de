// SPDX-License-Identifier: Apache-2.0
// One finding, opened: why it counts, both answers, and how to ask again.
import { Copy } from "./copy";
import type { Data, Example, Finding, Line } from "./data";
import { Sides } from "./sides";
import { counted, grouped, moment } from "./words";

function standing(finding: Finding): string {
  const decision = finding.decision;
  if (decision) {
    const until = decision.expires ? `, until ${decision.expires}` : "";
    const counts = finding.excused_by ? "" : " (it counts)";
    return `${decision.as} by ${decision.owner}${until}: ${decision.reason}${counts}`;
  }
  return finding.excused_by || "nobody has decided about it";
}

function Facts({ finding }: { finding: Finding }) {
  const facts: [string, string][] = [
    ["Finding", finding.id],
    ["Place", finding.place || "not kept"],
    ["In", `${counted(finding.count, "exchange", "exchanges")}, ${counted(finding.places, "place", "places")}`],
    ["Confirmed by asking again", grouped(finding.reproduced)],
    ["Seen (UTC)", `${moment(finding.first_s)} to ${moment(finding.last_s)}`],
    ["Decision", standing(finding)],
  ];
  if (finding.since) facts.splice(5, 0, ["Since the earlier run", finding.since]);
  if (finding.trend) facts.splice(5, 0, ["Trend", finding.trend_words]);
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  return <>{lines.map(([, text]) => `${text}\n`).join("")}</>;
}

function Request({ example }: { example: Example }) {
  return (
    <details class="request">
      <summary>The request</summary>
      <pre tabIndex={0}>
        {example.request}
        {"\n"}
        <Lines lines={example.request_headers} />
        {example.request_body.length > 0 && "\n"}
        <Lines lines={example.request_body} />
      </pre>
    </details>
  );
}

function Further({ lines }: { lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <details class="request">
      <summary>{counted(lines.length, "further answer", "further answers")}</summary>
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </details>
  );
}

function Commands({ finding, example, file }: { finding: Finding; example?: Example; file: string }) {
  return (
    <p class="commands">
      {example?.commands.map(({ leg, command }) => (
        <Copy text={command}>{`Copy as curl (${leg})`}</Copy>
      ))}
      {finding.exchange && (
        <Copy text={`shadowdiff show ${file} ${finding.id}`}>Copy the command that shows it</Copy>
      )}
    </p>
  );
}

export function OpenFinding({ finding, data }: { finding: Finding; data: Data }) {
  const example = finding.example === null ? undefined : data.examples[finding.example];
  return (
    <>
      {example ? (
        <>
          <p class="why">
            <code>{example.request}</code>
            {example.why && ` · ${example.why}`}
          </p>
          <Sides example={example} />
          <Further lines={example.further} />
          <Request example={example} />
        </>
      ) : (
        <p class="why">
          {finding.exchange ? (
            <>
              Both answers are not in this page: <code>{`shadowdiff show ${data.run_file} ${finding.id}`}</code>
            </>
          ) : (
            "No exchange that shows it is kept any more."
          )}
        </p>
      )}
      <Facts finding={finding} />
      <Commands finding={finding} example={example} file={data.run_file} />
    </>
  );
}
