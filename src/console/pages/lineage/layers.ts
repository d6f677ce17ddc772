import type { LineageGraph } from '#program/contract';

export type LineageNode = LineageGraph['nodes'][number];
export type LineageEdge = LineageGraph['edges'][number];

export interface Placed {
  readonly node: LineageNode;
  readonly x: number;
  readonly y: number;
}

const columnWidth = 250;
const rowHeight = 92;

/** How far each node is from the start: inputs to the left, users to the right. */
const distances = (start: string, edges: readonly LineageEdge[]): ReadonlyMap<string, number> => {
  const found = new Map([[start, 0]]);
  for (const step of [-1, 1] as const) {
    let frontier = [start];
    for (let depth = step; frontier.length > 0; depth += step) {
      const next = new Set(
        edges.flatMap(({ from, to }) =>
          step === -1 ? (frontier.includes(to) ? [from] : []) : frontier.includes(from) ? [to] : [],
        ),
      );
      frontier = [...next].filter((hash) => hash !== start);
      if (Math.abs(depth) > edges.length + 1) break;
      for (const hash of frontier) if (Math.sign(found.get(hash) ?? step) === step) found.set(hash, depth);
    }
  }
  return found;
};

/** Puts nodes into columns by their distance from the start, each column centred. */
export const placeNodes = (
  start: string,
  nodes: readonly LineageNode[],
  edges: readonly LineageEdge[],
): readonly Placed[] => {
  const far = distances(start, edges);
  const columns = Map.groupBy(nodes, ({ hash }) => far.get(hash) ?? 0);
  return [...columns].flatMap(([column, members]) =>
    members
      .toSorted((a, b) => a.type.localeCompare(b.type) || a.label.localeCompare(b.label))
      .map((node, row) => ({ node, x: column * columnWidth, y: (row - (members.length - 1) / 2) * rowHeight })),
  );
};

/** The nodes one step from those that are open. */
export const visibleNodes = (
  start: string,
  open: ReadonlySet<string>,
  { nodes, edges }: LineageGraph,
): readonly LineageNode[] => {
  const shown = new Set([start]);
  for (const { from, to } of edges) {
    if (open.has(from)) shown.add(to);
    if (open.has(to)) shown.add(from);
  }
  return nodes.filter(({ hash }) => shown.has(hash) || open.has(hash));
};
