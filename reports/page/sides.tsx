// SPDX-License-Identifier: Apache-2.0
// Both answers of one exchange, side by side; on a narrow screen one below the other.
import { alignFields, alignLines, isChanged, isSame, type Row, splitChange } from "./align";
import { type Answer, type Example, type Line, Mark } from "./data";

function Text({ line, other }: { line: Line; other?: Line }) {
  if (!other || line[1] === other[1]) return <>{line[1]}</>;
  const { begin, end } = splitChange(line[1], other[1]);
  const middle = line[1].slice(begin.length, line[1].length - end.length);
  return (
    <>
      {begin}
      {middle && <mark>{middle}</mark>}
      {end}
    </>
  );
}

function Cell({ leg, line, other, changed }: { leg: string; line?: Line; other?: Line; changed: boolean }) {
  if (!line) return <td class={`${leg} none`} />;
  const kind = line[0] === Mark.leftOut ? " left-out" : "";
  return (
    <td class={`${leg}${kind}${changed ? " changed" : ""}`}>
      {changed && <span class="unseen">differs: </span>}
      {changed ? <Text line={line} other={other} /> : line[1]}
    </td>
  );
}

function Rows({ rows }: { rows: Row[] }) {
  return (
    <tbody>
      {rows.map((row, i) => {
        const changed = isChanged(row);
        return (
          <tr key={i} class={isSame(row) && !changed ? "same" : ""}>
            <Cell leg="legacy" line={row.legacy} other={row.candidate} changed={changed} />
            <Cell leg="candidate" line={row.candidate} other={row.legacy} changed={changed} />
          </tr>
        );
      })}
    </tbody>
  );
}

function Head({ leg, answer }: { leg: string; answer: Answer }) {
  return (
    <th scope="col" class={leg}>
      <span class="leg">{leg}</span>{" "}
      <span class={answer.is_changed ? "outcome changed" : "outcome"}>{answer.outcome}</span>
      <span class="facts">{answer.facts}</span>
    </th>
  );
}

export function Sides({ example }: { example: Example }) {
  const { legacy, candidate } = example;
  const note = (answer: Answer): Line[] => (answer.note ? [[Mark.leftOut, answer.note]] : answer.body);
  return (
    <table class="sides">
      <caption>Both answers</caption>
      <thead>
        <tr>
          <Head leg="legacy" answer={legacy} />
          <Head leg="candidate" answer={candidate} />
        </tr>
      </thead>
      <Rows rows={alignFields(legacy.headers, candidate.headers)} />
      <Rows rows={alignLines(note(legacy), note(candidate))} />
    </table>
  );
}
