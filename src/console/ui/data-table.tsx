import {
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  useReactTable,
  type ColumnDef,
  type Header,
  type Row,
  type RowData,
  type SortingState,
} from '@tanstack/react-table';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

declare module '@tanstack/react-table' {
  interface ColumnMeta<TData extends RowData, TValue> {
    /** Flex classes of the column, for instance `w-24` or `flex-1`. */
    readonly className?: string;
    readonly right?: boolean;
  }
}

export type Columns<Item> = readonly ColumnDef<Item>[];

interface Props<Item> {
  readonly label: string;
  readonly columns: Columns<Item>;
  readonly rows: readonly Item[];
  readonly rowKey: (item: Item) => string;
  readonly onOpen?: ((item: Item) => void) | undefined;
  readonly selected?: string | undefined;
  /** Height of a row in pixels; rows of long lists have one height. */
  readonly rowHeight?: number;
  /** Classes that give a long list its own height. */
  readonly height?: string;
  /** Called when the end of the list comes into view. */
  readonly onEnd?: () => void;
  readonly empty?: ReactNode;
}

const cellClass = (meta: { readonly className?: string; readonly right?: boolean } | undefined): string =>
  classNames('min-w-0 px-2', meta?.className ?? 'flex-1', meta?.right && 'text-right tabular-nums');

const sortNames = { asc: 'ascending', desc: 'descending' } as const;

const HeaderCell = <Item,>({ header }: { readonly header: Header<Item, unknown> }) => {
  const { column } = header;
  const sorted = column.getIsSorted();
  const label = flexRender(column.columnDef.header, header.getContext());
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={sorted === false ? 'none' : sortNames[sorted]}
      className={cellClass(column.columnDef.meta)}
    >
      {column.getCanSort() ? (
        <button
          type="button"
          onClick={column.getToggleSortingHandler()}
          className={classNames(
            'inline-flex h-7 items-center gap-1 rounded-sm whitespace-nowrap hover:text-ink',
            column.columnDef.meta?.right && 'flex-row-reverse',
          )}
        >
          {label}
          <Arrow size={12} aria-hidden className={sorted === false ? 'opacity-0' : ''} />
        </button>
      ) : (
        label
      )}
    </div>
  );
};

interface RowProps<Item> {
  readonly row: Row<Item>;
  readonly selected: boolean;
  readonly style: { readonly height?: number; readonly minHeight?: number; readonly transform?: string };
  readonly floating: boolean;
  readonly onOpen: ((item: Item) => void) | undefined;
}

const moveFocus = (event: KeyboardEvent<HTMLDivElement>): void => {
  const { currentTarget } = event;
  const next =
    event.key === 'ArrowDown'
      ? currentTarget.nextElementSibling
      : event.key === 'ArrowUp'
        ? currentTarget.previousElementSibling
        : null;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
};

const BodyRow = <Item,>({ row, selected, style, floating, onOpen }: RowProps<Item>) => {
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen?.(row.original);
    else moveFocus(event);
  };
  return (
    <div
      role="row"
      aria-rowindex={row.index + 2}
      aria-selected={onOpen ? selected : undefined}
      tabIndex={onOpen ? 0 : undefined}
      onClick={onOpen && (() => onOpen(row.original))}
      onKeyDown={onOpen && press}
      style={style}
      className={classNames(
        'flex w-full items-center border-b outline-offset-[-2px]',
        floating && 'absolute top-0 left-0',
        onOpen && 'cursor-pointer hover:bg-hover',
        selected && 'bg-accent-wash',
      )}
    >
      {row.getVisibleCells().map((cell) => (
        <div key={cell.id} role="cell" className={cellClass(cell.column.columnDef.meta)}>
          {flexRender(cell.column.columnDef.cell, cell.getContext())}
        </div>
      ))}
    </div>
  );
};

const longList = 60;

interface BodyProps<Item> extends Pick<Props<Item>, 'onOpen' | 'selected'> {
  readonly rows: readonly Row<Item>[];
  readonly rowHeight: number;
  /** Set when the list is long: only what is in view is there. */
  readonly virtual: Virtualizer<HTMLDivElement, Element> | undefined;
}

const Body = <Item,>({ rows, rowHeight, virtual, selected, onOpen }: BodyProps<Item>) => {
  if (virtual === undefined) {
    return (
      <div role="rowgroup">
        {rows.map((row) => (
          <BodyRow
            key={row.id}
            row={row}
            selected={row.id === selected}
            onOpen={onOpen}
            floating={false}
            style={{ minHeight: rowHeight }}
          />
        ))}
      </div>
    );
  }
  return (
    <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        const style = { height: rowHeight, transform: `translateY(${start}px)` };
        return (
          row && (
            <BodyRow key={row.id} row={row} selected={row.id === selected} onOpen={onOpen} floating style={style} />
          )
        );
      })}
    </div>
  );
};

const useTable = <Item,>({ rows, columns, rowKey }: Props<Item>) => {
  const [sorting, setSorting] = useState<SortingState>([]);
  return useReactTable({
    data: rows as Item[],
    columns: columns as ColumnDef<Item>[],
    state: { sorting },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getRowId: rowKey,
  });
};

const longHeight = 'h-[calc(100dvh-290px)] min-h-72';

/** A list as a table: sortable, keyboard reachable, and virtualised when it is long. */
export const DataTable = <Item,>(props: Props<Item>) => {
  const { label, onOpen, selected, rowHeight = 40, height = longHeight, onEnd, empty } = props;
  const table = useTable(props);
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = table.getRowModel();
  const long = rows.length > longList;
  const virtual = useVirtualizer({
    count: long ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: ({ range }) => {
      if (long && range !== null && range.endIndex > rows.length - 30) onEnd?.();
    },
  });
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <div
      ref={scroller}
      className={classNames('scroll-thin @container', long ? `overflow-auto border-b ${height}` : 'overflow-x-auto')}
      {...(long ? { tabIndex: 0, role: 'region', 'aria-label': label } : {})}
    >
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1} className="min-w-full">
        <div role="rowgroup" className="bg-page text-muted sticky top-0 z-10 border-b text-xs font-medium">
          {table.getHeaderGroups().map((group) => (
            <div key={group.id} role="row" className="flex items-center">
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header} />
              ))}
            </div>
          ))}
        </div>
        <Body
          rows={rows}
          rowHeight={rowHeight}
          virtual={long ? virtual : undefined}
          selected={selected}
          onOpen={onOpen}
        />
      </div>
    </div>
  );
};
