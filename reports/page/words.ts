// SPDX-License-Identifier: Apache-2.0
// Numbers and times as the rest of the report writes them: the same in every locale, in UTC.

export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function counted(n: number, singular: string, plural: string): string {
  return `${grouped(n)} ${n === 1 ? singular : plural}`;
}

export function percent(fraction: number): string {
  const value = fraction * 100;
  if (value === 0) return "0 %";
  return `${value >= 10 ? value.toFixed(1) : value.toPrecision(2)} %`;
}

export function duration(us: number): string {
  if (us < 1_000) return `${us.toFixed(0)} µs`;
  if (us < 1_000_000) return `${(us / 1_000).toPrecision(3)} ms`;
  return `${(us / 1_000_000).toPrecision(3)} s`;
}

/** "2026-03-02 09:00:07" */
export function moment(seconds: number): string {
  if (seconds === 0) return "–";
  return new Date(seconds * 1_000).toISOString().slice(0, 19).replace("T", " ");
}

export function clock(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(11, 16);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function day(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}
