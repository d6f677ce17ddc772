/** Spans of inline code in a line (CommonMark 6.1): a run of backticks up to the next run of the same length. */
export const inlineCodeSpans = (line: string): readonly (readonly [number, number])[] => {
  const runs = [...line.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  const placesByLength = new Map<number, number[]>();
  for (const { at, length } of runs.toReversed()) {
    const places = placesByLength.get(length) ?? [];
    places.push(at);
    placesByLength.set(length, places);
  }
  const spans: (readonly [number, number])[] = [];
  let from = 0;
  for (const { at, length } of runs) {
    const places = placesByLength.get(length) ?? [];
    while ((places.at(-1) ?? Number.POSITIVE_INFINITY) <= at) places.pop();
    const close = places.at(-1);
    if (at < from || close === undefined) continue;
    from = close + length;
    spans.push([at, from]);
  }
  return spans;
};
