import { useLayoutEffect, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { flowPath, type Box, type Flow } from './flows.ts';

interface Measures {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly width: number;
  readonly height: number;
}

const measure = (place: HTMLElement): Measures => {
  const frame = place.getBoundingClientRect();
  const boxes = new Map<string, Box>();
  for (const node of place.querySelectorAll<HTMLElement>('[data-stage]')) {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    boxes.set(node.dataset['stage'] ?? '', {
      left: left - frame.left,
      right: right - frame.left,
      top: top - frame.top,
      bottom: bottom - frame.top,
    });
  }
  return { boxes, width: frame.width, height: frame.height };
};

const useMeasures = (node: HTMLElement | null): Measures | undefined => {
  const [measures, setMeasures] = useState<Measures>();
  useLayoutEffect(() => {
    if (node === null) return undefined;
    const update = (): void => setMeasures(measure(node));
    const observer = new ResizeObserver(update);
    observer.observe(node);
    for (const tile of node.querySelectorAll('[data-stage]')) observer.observe(tile);
    update();
    return () => observer.disconnect();
  }, [node]);
  return measures;
};

const lineClass = ({ back }: Flow, lit: boolean, dimmed: boolean): string =>
  classNames(
    'fill-none transition-opacity duration-100',
    lit ? 'stroke-accent' : 'stroke-line-strong',
    back && '[stroke-dasharray:5_4]',
    dimmed ? 'opacity-10' : lit || back ? 'opacity-100' : 'opacity-35',
  );

interface Props {
  readonly place: HTMLElement | null;
  readonly flows: readonly Flow[];
  readonly pointed: string | undefined;
}

/** The records that flow between the tiles, drawn behind them; a line leads to its records. */
export const FlowLines = ({ place, flows, pointed }: Props) => {
  const measures = useMeasures(place);
  if (measures === undefined) return null;
  const { boxes, width, height } = measures;
  return (
    <svg width={width} height={height} className="absolute inset-0 max-xl:hidden" aria-hidden>
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0.5,1 L7,4 L0.5,7" className="stroke-line-strong fill-none" />
        </marker>
      </defs>
      {flows.map((flow) => {
        const from = boxes.get(flow.from);
        const to = boxes.get(flow.to);
        if (from === undefined || to === undefined) return null;
        const path = flowPath(from, to, height - 12);
        const lit = pointed === flow.from || pointed === flow.to;
        return (
          <AppLink key={`${flow.from} ${flow.to}`} href={`/stages/${flow.from}?view=records`} tabIndex={-1}>
            <title>{`${flow.types.join(', ')}: from ${flow.from} to ${flow.to}`}</title>
            <path
              d={path}
              strokeWidth={lit ? 1.6 : 1.1}
              {...(flow.back ? { markerEnd: 'url(#arrow)' } : {})}
              className={lineClass(flow, lit, pointed !== undefined && !lit)}
            />
            <path d={path} strokeWidth={10} className="fill-none stroke-transparent" />
          </AppLink>
        );
      })}
    </svg>
  );
};
