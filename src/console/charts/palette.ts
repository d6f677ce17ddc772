/** The colours that charts may use, each with one meaning; they come from the tokens. */
export const hues = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  strong: 'var(--line-strong)',
  panel: 'var(--panel)',
  page: 'var(--page)',
  accent: 'var(--accent)',
  control: 'var(--control)',
  candidate: 'var(--candidate)',
  failed: 'var(--failed)',
  fresh: 'var(--fresh)',
} as const;

/** What every axis looks like. */
export const axis = { stroke: hues.strong, tick: { fill: hues.muted, fontSize: 12 }, tickLine: false } as const;

/** Text over lines stays readable: a rim in the colour of the page. */
export const rim = { stroke: hues.page, strokeWidth: 4, strokeLinejoin: 'round', paintOrder: 'stroke' } as const;

/** Round steps that cover a range from zero. */
export const roundTicks = (most: number, wanted = 6): number[] => {
  const raw = most / wanted;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, raw)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw) ?? power;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
};
