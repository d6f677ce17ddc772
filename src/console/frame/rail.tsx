import { useQuery } from '@tanstack/react-query';
import {
  GitFork,
  Keyboard,
  Map,
  MessageSquareText,
  ScrollText,
  Search,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import { Popover } from 'radix-ui';
import type { Lifecycle, StageState } from '#program/contract';
import { lifecycleQuery } from '../api/queries.ts';
import { AppLink } from '../ui/app-link.tsx';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { usePathname } from '../ui/location.ts';
import { Facts } from '../ui/section.tsx';
import { StateIcon, toneWord } from '../ui/state-badge.tsx';
import { Skeleton } from '../ui/states.tsx';
import { areas, phaseNames, stageCounts, stagesOf, titled } from './stage-words.ts';
import { ThemeSwitch } from './theme-switch.tsx';

const areaIcons: Readonly<Record<string, LucideIcon>> = {
  '/': Map,
  '/chat': MessageSquareText,
  '/traces': Waypoints,
  '/lineage': GitFork,
  '/ledger': ScrollText,
};
const itemLook = 'flex h-[26px] items-center gap-2 rounded-md px-2 transition-colors duration-100';
const itemState = (active: boolean): string =>
  active ? 'bg-accent-wash font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink';

const isWithin = (pathname: string, href: string): boolean =>
  href === '/'
    ? pathname === '/'
    : pathname === href || pathname.startsWith(`${href}/`) || (href === '/lineage' && pathname.startsWith('/answers/'));

const AreaLink = ({ href, name }: { readonly href: string; readonly name: string }) => {
  const active = isWithin(usePathname(), href);
  const Icon = areaIcons[href] ?? Map;
  return (
    <AppLink href={href} aria-current={active ? 'page' : undefined} className={classNames(itemLook, itemState(active))}>
      <Icon size={15} aria-hidden className={active ? 'text-accent' : 'text-muted'} />
      {name}
    </AppLink>
  );
};

const intoView = (node: HTMLAnchorElement | null): void => node?.scrollIntoView({ block: 'nearest' });

const StageLink = ({ stage: { name, status } }: { readonly stage: StageState }) => {
  const href = `/stages/${name}`;
  const active = isWithin(usePathname(), href);
  return (
    <AppLink
      href={href}
      {...(active ? { ref: intoView } : {})}
      aria-current={active ? 'page' : undefined}
      className={classNames(itemLook, itemState(active))}
    >
      <span className="flex-1">{titled(name)}</span>
      {status !== 'fresh' && <StateIcon tone={status} size={13} />}
      <span className="sr-only">, {toneWord(status)}</span>
    </AppLink>
  );
};

const Project = ({ lifecycle }: { readonly lifecycle: Lifecycle | undefined }) => (
  <Popover.Root>
    <Popover.Trigger className="hover:bg-hover flex h-10 w-full items-center gap-2 rounded-md px-2 text-left">
      <img src={new URL('../styles/mark.svg', import.meta.url).href} alt="" width={20} height={20} />
      <span className="min-w-0 flex-1 truncate text-base font-semibold tracking-tight">
        {lifecycle?.project.name ?? <Skeleton className="my-1 h-4 w-24" />}
      </span>
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Content
        align="start"
        aria-label="Project"
        className="appear bg-raised shadow-raised z-30 w-[min(420px,calc(100vw-24px))] rounded-lg border p-4"
      >
        <Facts
          items={[
            ['Project', lifecycle?.project.root],
            ['Settings', lifecycle?.project.configFile],
            ['Data', lifecycle?.project.data],
            ['Version', `Throughline ${lifecycle?.version ?? ''}`],
          ]}
        />
        <p className="text-muted mt-3 text-xs">Another project: start the program with --project and its folder.</p>
      </Popover.Content>
    </Popover.Portal>
  </Popover.Root>
);

const SearchButton = ({ onSearch }: { readonly onSearch: () => void }) => (
  <button
    type="button"
    onClick={onSearch}
    className="bg-panel text-muted hover:border-line-strong flex h-8 items-center gap-2 rounded-md border px-2"
  >
    <Search size={14} aria-hidden />
    <span className="flex-1 text-left">Search</span>
    <kbd className="rounded-sm border px-1 text-xs">/</kbd>
  </button>
);

interface Props {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
}

/** The way through the whole program: areas, then the five phases with their stages. */
export const Rail = ({ onSearch, onKeys }: Props) => {
  const { data: lifecycle } = useQuery(lifecycleQuery());
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-col gap-2 p-3 pb-2">
        <Project lifecycle={lifecycle} />
        <SearchButton onSearch={onSearch} />
      </div>
      <nav aria-label="Console" className="scroll-thin flex-1 overflow-y-auto px-3 pb-3">
        {areas.map(({ href, name }) => (
          <AreaLink key={href} href={href} name={name} />
        ))}
        {phaseNames.map((phase) => (
          <div key={phase} role="group" aria-label={titled(phase)} className="mt-3">
            <p className="text-muted px-2 pb-0.5 text-xs font-medium">{titled(phase)}</p>
            {lifecycle === undefined
              ? Array.from({ length: stageCounts[phase] }, (_, index) => (
                  <div key={index} className={itemLook}>
                    <Skeleton className="h-3 w-20" />
                  </div>
                ))
              : stagesOf(lifecycle.stages, phase).map((stage) => <StageLink key={stage.name} stage={stage} />)}
          </div>
        ))}
      </nav>
      <div className="flex items-center gap-2 border-t px-3 py-2">
        <ThemeSwitch />
        <span className="flex-1" />
        <IconButton icon={Keyboard} label="Keys (?)" onClick={onKeys} />
      </div>
    </div>
  );
};
