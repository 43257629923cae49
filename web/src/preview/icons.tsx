/** @jsxImportSource preact */
const PATHS = {
  chevron: "M9 5l7 7-7 7",
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  warning: "M12 9v4m0 4h.01M10.3 3.9 2 18a2 2 0 0 0 1.7 3h16.6a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  play: "M8 5.5v13l11-6.5z",
  download: "M12 4v11m0 0-4-4m4 4 4-4M5 20h14",
  share: "M12 15V4m0 0L8 8m4-4 4 4M5 13v5a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-5",
  close: "M6 6l12 12M18 6L6 18",
  up: "M12 19V5m0 0-6 6m6-6 6 6",
  down: "M12 5v14m0 0 6-6m-6 6-6-6",
  gem: "M6 4h12l3 5-9 11L3 9l3-5zM3 9h18M12 20 8.5 9 12 4l3.5 5z",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z",
  thumb: "M7 11v9H4v-9h3zm0 0 4-7c1.5 0 2.3 1 2 2.5L12.5 10H19a1.6 1.6 0 0 1 1.6 2l-1.5 6.4A2 2 0 0 1 17.2 20H7",
} as const;

export type IconName = keyof typeof PATHS;

/** A little picture beside words that say the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
