import { Dialog as Radix } from 'radix-ui';
import { useState, type KeyboardEvent, type MouseEvent } from 'react';
import { classNames } from '../ui/class-names.ts';
import { useGo } from '../ui/location.ts';
import { findItems, usePaletteItems, type PaletteItem } from './palette-items.ts';

export type PaletteMode = 'search' | 'commands';

const Option = ({ item, active }: { readonly item: PaletteItem; readonly active: boolean }) => (
  <div
    id={`option-${item.id}`}
    role="option"
    aria-selected={active}
    ref={(node) => {
      if (active) node?.scrollIntoView({ block: 'nearest' });
    }}
    tabIndex={-1}
    className={classNames(
      'flex h-9 cursor-pointer items-center gap-3 rounded-md px-2',
      active ? 'bg-accent-wash' : 'hover:bg-hover',
    )}
  >
    <span className="shrink-0 font-medium">{item.name}</span>
    <span className="text-muted min-w-0 flex-1 truncate">{item.says}</span>
    <span className="text-muted text-xs">{item.group}</span>
  </div>
);

const PaletteBody = ({ mode, close }: { readonly mode: PaletteMode; readonly close: () => void }) => {
  const go = useGo();
  const [query, setQuery] = useState('');
  const [position, setPosition] = useState(0);
  const found = findItems(usePaletteItems(), query, mode === 'commands');
  const active = found[Math.min(position, found.length - 1)];
  const choose = (item: PaletteItem): void => {
    close();
    if (item.href === undefined) item.act?.();
    else go(item.href);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter' && active) choose(active);
    else if (step !== undefined) setPosition((position + step + found.length) % Math.max(1, found.length));
    else return;
    event.preventDefault();
  };
  const click = ({ target }: MouseEvent): void => {
    const option = target instanceof Element ? target.closest('[role=option]') : null;
    const item = found.find(({ id }) => option?.id === `option-${id}`);
    if (item) choose(item);
  };
  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-label={mode === 'search' ? 'Search' : 'Command'}
        aria-activedescendant={active && `option-${active.id}`}
        placeholder={mode === 'search' ? 'Stages, records, documents' : 'What do you want to do'}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setPosition(0);
        }}
        onKeyDown={press}
        className="placeholder:text-muted h-12 w-full border-b bg-transparent px-4 text-base outline-none"
      />
      <div
        id="palette-list"
        role="listbox"
        aria-label="Results"
        tabIndex={-1}
        onClick={click}
        onKeyDown={press}
        className="scroll-thin max-h-[50vh] overflow-y-auto p-2"
      >
        {found.map((item) => (
          <Option key={`${item.group} ${item.id}`} item={item} active={item === active} />
        ))}
      </div>
      {found.length === 0 && <p className="text-muted px-4 pb-4">Nothing is called that.</p>}
    </>
  );
};

interface Props {
  readonly mode: PaletteMode | undefined;
  readonly close: () => void;
}

/** Search and commands in one place; the mode decides what comes first. */
export const Palette = ({ mode, close }: Props) => (
  <Radix.Root
    open={mode !== undefined}
    onOpenChange={(open) => {
      if (!open) close();
    }}
  >
    <Radix.Portal>
      <Radix.Overlay className="bg-scrim fixed inset-0 z-40" />
      <Radix.Content
        aria-describedby={undefined}
        className="appear bg-raised shadow-raised fixed top-[10vh] left-1/2 z-50 w-[min(640px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-lg border"
      >
        <Radix.Title className="sr-only">{mode === 'commands' ? 'Commands' : 'Search'}</Radix.Title>
        {mode && <PaletteBody mode={mode} close={close} />}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
