/** @jsxImportSource preact */
import "uplot/dist/uPlot.min.css";

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";

import type { TrendPoint } from "./data";
import { useTold } from "./told";
import { directionOf, filled } from "./words";

const HEIGHT = 132;

/** The diamonds of the last LIVEs over time. Who cannot see the chart is told the same in a sentence. */
export function TrendChart({ points }: { points: TrendPoint[] }) {
  const told = useTold();
  const { words, format, language } = told;
  const place = useRef<HTMLDivElement>(null);
  const diamonds = points.map((point) => point.diamonds);
  const label = `${words.trend}. ${filled(words.trendSays, {
    least: format.count(Math.min(...diamonds)),
    most: format.count(Math.max(...diamonds)),
    last: format.count(diamonds.at(-1) ?? 0),
  })}`;

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    let chart: uPlot | undefined;
    const draw = () => {
      chart?.destroy();
      chart = drawn(element, points, told, directionOf(language) === "rtl");
    };
    const fit = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height: HEIGHT }));
    draw();
    fit.observe(element);
    scheme.addEventListener("change", draw);
    return () => {
      scheme.removeEventListener("change", draw);
      fit.disconnect();
      chart?.destroy();
    };
  }, [points, told]);

  return (
    <figure class="trend">
      <figcaption>{words.trend}</figcaption>
      <div class="chart" ref={place} role="img" aria-label={label} dir="ltr" />
    </figure>
  );
}

function drawn(element: HTMLElement, points: TrendPoint[], { format }: { format: ReturnType<typeof useTold>["format"] }, isMirrored: boolean): uPlot {
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
