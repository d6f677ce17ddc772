import type { StageState } from '#program/contract';

/** Records that flow from one stage to another. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly types: readonly string[];
  /** Against the order of the lifecycle: what production teaches, coming back. */
  readonly back: boolean;
}

/** Every pair of stages that a record type connects, in lifecycle order. */
export const flowsOf = (stages: readonly StageState[]): readonly Flow[] => {
  const order = new Map(stages.map(({ name }, index) => [name, index]));
  return stages.flatMap((stage) => {
    const bySource = Object.groupBy(stage.reads, (type) => type.split('/')[0] ?? type);
    return Object.entries(bySource).flatMap(([from, types]): Flow[] => {
      const start = order.get(from);
      if (start === undefined || from === stage.name) return [];
      return [{ from, to: stage.name, types: types ?? [], back: start > (order.get(stage.name) ?? 0) }];
    });
  });
};

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const middle = ({ top, bottom }: Box): number => (top + bottom) / 2;

/** The line of a flow: forward as an S, within a column as a bracket, back along the bottom. */
export const flowPath = (from: Box, to: Box, floor: number): string => {
  if (to.left > from.right) {
    const reach = Math.min(48, (to.left - from.right) * 0.6);
    return `M${from.right},${middle(from)} C${from.right + reach},${middle(from)} ${to.left - reach},${middle(to)} ${to.left},${middle(to)}`;
  }
  if (to.left === from.left) {
    const out = from.left - 9;
    return `M${from.left},${middle(from)} C${out},${middle(from)} ${out},${middle(to)} ${to.left},${middle(to)}`;
  }
  const gutter = to.left - 11;
  const exit = from.left + 22;
  return `M${exit},${from.bottom} V${floor - 8} Q${exit},${floor} ${exit - 8},${floor} H${gutter + 8} Q${gutter},${floor} ${gutter},${floor - 8} V${middle(to) + 8} Q${gutter},${middle(to)} ${to.left},${middle(to)}`;
};
