/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";

import type { TrendPoint } from "./data";
import { useTold } from "./told";
import { directionOf, filled } from "./words";

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
    let leave: (() => void) | undefined;
    let isGone = false;
    void import("./trend-drawing").then(
      ({ drawn, HEIGHT }) => {
        if (isGone) return;
        const draw = () => {
          chart?.destroy();
          chart = drawn(element, points, told, directionOf(language) === "rtl");
        };
        const fit = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height: HEIGHT }));
        draw();
        fit.observe(element);
        scheme.addEventListener("change", draw);
        leave = () => {
          scheme.removeEventListener("change", draw);
          fit.disconnect();
          chart?.destroy();
        };
      },
      // Without the library the sentence is there all the same.
      () => {},
    );
    return () => {
      isGone = true;
      leave?.();
    };
  }, [points, told]);

  return (
    <figure class="trend">
      <figcaption>{words.trend}</figcaption>
      <div class="chart" ref={place} role="img" aria-label={label} dir="ltr" />
    </figure>
  );
}
