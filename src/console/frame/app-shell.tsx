import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Menu, Search, X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { ApiError } from '../api/client.ts';
import { useServerEvents } from '../api/events.ts';
import { lifecycleQuery } from '../api/queries.ts';
import { IconButton } from '../ui/button.tsx';
import { usePathname } from '../ui/location.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { LoginNeeded } from './login-needed.tsx';
import { Palette, type PaletteMode } from './palette.tsx';
import { Rail } from './rail.tsx';
import { SidePanel, useClosePanel } from './side-panel.tsx';
import { useKeys } from './use-keys.ts';

interface OpenProps {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
}

const NarrowBar = (props: OpenProps) => {
  const pathname = usePathname();
  const [openAt, setOpenAt] = useState<string>();
  const setOpen = (open: boolean): void => setOpenAt(open ? pathname : undefined);
  const { data } = useQuery(lifecycleQuery());
  return (
    <header className="bg-panel flex h-12 shrink-0 items-center gap-2 border-b px-3 lg:hidden">
      <IconButton icon={Menu} label="Menu" onClick={() => setOpen(true)} className="size-9" />
      <span className="min-w-0 flex-1 truncate text-base font-semibold">{data?.project.name}</span>
      <IconButton icon={Search} label="Search" onClick={props.onSearch} className="size-9" />
      <Radix.Root open={openAt === pathname} onOpenChange={setOpen}>
        <Radix.Portal>
          <Radix.Overlay className="bg-scrim fixed inset-0 z-40" />
          <Radix.Content
            aria-describedby={undefined}
            className="bg-panel fixed inset-y-0 left-0 z-50 w-[min(300px,86vw)] border-r"
          >
            <Radix.Title className="sr-only">Menu</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close the menu" className="absolute top-4 right-3" />
            </Radix.Close>
            <Rail {...props} />
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </header>
  );
};

const Frame = () => {
  const [palette, setPalette] = useState<PaletteMode>();
  const [keys, setKeys] = useState(false);
  const closePanel = useClosePanel();
  useServerEvents();
  useKeys({
    search: () => setPalette('search'),
    commands: () => setPalette('commands'),
    keys: () => setKeys(true),
    close: closePanel,
  });
  const open: OpenProps = { onSearch: () => setPalette('search'), onKeys: () => setKeys(true) };
  return (
    <div className="flex h-full">
      <a
        href="#content"
        className="focus:bg-raised sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <aside aria-label="Navigation" className="bg-panel w-[232px] shrink-0 border-r max-lg:hidden">
        <Rail {...open} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <NarrowBar {...open} />
        <div className="flex min-h-0 flex-1">
          <main
            id="content"
            data-scroller
            tabIndex={-1}
            className="scroll-thin min-w-0 flex-1 [scrollbar-gutter:stable] overflow-y-auto outline-none"
          >
            <Outlet />
          </main>
          <SidePanel />
        </div>
      </div>
      <Palette mode={palette} close={() => setPalette(undefined)} />
      <KeysDialog open={keys} onOpenChange={setKeys} />
    </div>
  );
};

/** The frame around every page; without a session, how to get one. */
export const AppShell = () => {
  const { error } = useQuery(lifecycleQuery());
  return error instanceof ApiError && error.status === 401 ? <LoginNeeded /> : <Frame />;
};
