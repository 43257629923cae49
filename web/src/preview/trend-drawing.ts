import "uplot/dist/uPlot.min.css";

import uPlot from "uplot";

import type { TrendPoint } from "./data";
import type { useTold } from "./told";

export const HEIGHT = 132;

/** The chart, drawn into the element. Comes by itself, because no other panel needs the library. */
export function drawn(element: HTMLElement, points: TrendPoint[], { format }: { format: ReturnType<typeof useTold>["format"] }, isMirrored: boolean): uPlot {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--quiet"),
    font: "11px system-ui, sans-serif",
    ticks: { show: false },
    grid: { stroke: colour("--line"), width: 1 },
  };
  const days = (values: number[]) => values.map((seconds) => format.day(new Date(seconds * 1000).toISOString()));
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      padding: [10, isMirrored ? 0 : 10, 0, isMirrored ? 10 : 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: true, dir: isMirrored ? -1 : 1 },
        y: { range: (_, __, most) => [0, Math.max(most, 1) * 1.1] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 26, space: 70, values: (_, values) => days(values) },
        { ...axis, size: 46, side: isMirrored ? 1 : 3, values: (_, values) => values.map((value) => format.count(value)) },
      ],
      series: [
        {},
        {
          stroke: colour("--accent"),
          width: 2,
          fill: colour("--accent-soft"),
          points: { show: true, size: 6, fill: colour("--accent"), stroke: colour("--accent") },
        },
      ],
    },
    [points.map(({ endedAt }) => Date.parse(endedAt) / 1000), points.map(({ diamonds }) => diamonds)],
    element,
  );
}
