import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { TraceSpan } from '../../api/schemas.ts';
import { traceSpanLimits } from '#run/monitor/contract';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { FilterInput } from '../../ui/field.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { costOf, spanRows, type SpanRow } from './span-tree.ts';

const rowHeight = 30;

interface RowProps {
  readonly row: SpanRow;
  readonly closed: boolean;
  readonly selected: boolean;
  readonly top: number;
}

const barColour = ({ status, operation }: TraceSpan): string => {
  if (status === 'error') return 'bg-failed';
  return operation === 'chat' || operation === 'answer' ? 'bg-accent' : 'bg-control';
};

const Used = ({ span }: { readonly span: TraceSpan }) => {
  const { tokens, usd } = costOf(span);
  return (
    <>
      <span className="text-muted w-16 shrink-0 text-right text-xs max-md:hidden">
        {tokens === undefined ? '' : `${tokens.toLocaleString('en-GB')} tok`}
      </span>
      <span className="text-muted w-20 shrink-0 text-right text-xs max-lg:hidden">
        {usd === undefined ? '' : formatQuantity({ value: usd }, 'usd').value}
      </span>
    </>
  );
};

const SpanLine = ({ row: { span, depth, children, from, width }, closed, selected, top }: RowProps) => {
  const Chevron = closed ? ChevronRight : ChevronDown;
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={selected}
      aria-expanded={children > 0 ? !closed : undefined}
      tabIndex={-1}
      data-span={span.spanId}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
      className={classNames(
        'absolute top-0 left-0 flex w-full cursor-pointer items-center gap-2 border-b px-1 hover:bg-hover',
        selected && 'bg-accent-wash',
      )}
    >
      <span className="flex min-w-0 flex-[3] items-center">
        <span className="shrink-0" style={{ width: Math.min(depth, 8) * 14 }} />
        {children > 0 ? (
          <span
            aria-hidden
            data-toggle
            className="text-muted hover:bg-hover inline-flex size-6 shrink-0 items-center justify-center rounded-sm"
          >
            <Chevron size={14} />
          </span>
        ) : (
          <span className="w-6 shrink-0" />
        )}
        <span className={classNames('truncate', span.status === 'error' && 'text-failed')}>{span.name}</span>
      </span>
      <Used span={span} />
      <span className="w-16 shrink-0 text-right text-xs">{formatQuantity({ value: span.durationMs }, 'ms').value}</span>
      <span aria-hidden className="bg-sunken relative h-3 min-w-0 flex-[3] rounded-sm max-sm:hidden">
        <span
          className={classNames('absolute h-full min-w-[2px] rounded-sm', barColour(span))}
          style={{ left: `${from * 100}%`, width: `${width * 100}%` }}
        />
      </span>
    </div>
  );
};

interface Props {
  readonly spans: readonly TraceSpan[];
  /** How many the trace has; the server sends the first ones. */
  readonly total: number;
  readonly loadAll: () => void;
  readonly selected: string | undefined;
  readonly choose: (spanId: string) => void;
}

const useRows = (spans: readonly TraceSpan[]) => {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState('');
  const rows = useMemo(() => {
    const wanted = text.toLowerCase();
    const all = spanRows(spans, wanted === '' ? closed : new Set());
    return wanted === ''
      ? all
      : all.filter(({ span }) => `${span.name} ${JSON.stringify(span.attributes)}`.toLowerCase().includes(wanted));
  }, [spans, closed, text]);
  const toggle = (id: string): void =>
    setClosed((old) => (old.has(id) ? new Set([...old].filter((one) => one !== id)) : new Set([...old, id])));
  return { rows, closed, toggle, text, setText };
};

interface TreeProps extends Pick<Props, 'selected' | 'choose'> {
  readonly state: ReturnType<typeof useRows>;
}

const usePress = ({ state: { rows, closed, toggle }, selected, choose }: TreeProps, show: (index: number) => void) => {
  const position = rows.findIndex(({ span: { spanId } }) => spanId === selected);
  return (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const next = step === 0 ? undefined : rows[position + step];
    const turns = selected !== undefined && event.key === (closed.has(selected) ? 'ArrowRight' : 'ArrowLeft');
    if (next) {
      choose(next.span.spanId);
      show(position + step);
    } else if (turns) toggle(selected);
    else return;
    event.preventDefault();
  };
};

const Tree = (props: TreeProps) => {
  const { state, selected, choose } = props;
  const { rows, closed, toggle } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
  });
  const press = usePress(props, (index) => virtual.scrollToIndex(index));
  const click = ({ target }: MouseEvent): void => {
    if (!(target instanceof Element)) return;
    const id = target.closest<HTMLElement>('[data-span]')?.dataset['span'];
    if (id !== undefined) (target.closest('[data-toggle]') === null ? choose : toggle)(id);
  };
  return (
    <div
      ref={scroller}
      className="scroll-thin max-h-[44vh] overflow-y-auto border-t"
      style={{ height: rows.length * rowHeight + 2 }}
    >
      <div
        role="tree"
        aria-label="Spans"
        tabIndex={0}
        onClick={click}
        onKeyDown={press}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          const id = row?.span.spanId;
          return (
            row && (
              <SpanLine
                key={id}
                row={row}
                top={start}
                selected={id === selected}
                closed={closed.has(row.span.spanId)}
              />
            )
          );
        })}
      </div>
    </div>
  );
};

/** Spans that were not sent; those beyond what the server ever sends are in the export. */
const More = ({
  shown,
  total,
  loadAll,
}: {
  readonly shown: number;
  readonly total: number;
  readonly loadAll: () => void;
}) => {
  const more = total - shown;
  if (more <= 0) return null;
  const count = more.toLocaleString('en-GB');
  return shown >= traceSpanLimits.most ? (
    <span className="text-stale">{count} more are not loaded</span>
  ) : (
    <>
      <span className="text-stale">{count} more</span>
      <Button onClick={loadAll}>Load them</Button>
    </>
  );
};

/** The spans of a trace as a tree with their time; arrows move, left and right close and open. */
export const Waterfall = ({ spans, total, loadAll, selected, choose }: Props) => {
  const state = useRows(spans);
  return (
    <>
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-3">
        <FilterInput
          label="Search in spans"
          value={state.text}
          onChange={({ target }) => state.setText(target.value)}
          className="w-60"
        />
        <span role="status" className="text-muted">
          {state.rows.length.toLocaleString('en-GB')} of {total.toLocaleString('en-GB')} spans
        </span>
        <More shown={spans.length} total={total} loadAll={loadAll} />
      </div>
      <Tree state={state} selected={selected} choose={choose} />
    </>
  );
};
