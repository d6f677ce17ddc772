import { classNames } from './class-names.ts';
import { AppLink } from './app-link.tsx';
import { useHref, withParams } from './location.ts';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly count?: number | undefined;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly active: string;
  /** Query parameter that holds the tab; the first tab has none. */
  readonly param?: string;
}

/** Views of one page, each with its own address. */
export const Tabs = ({ label, tabs, active, param = 'view' }: Props) => {
  const href = useHref();
  return (
    <nav aria-label={label} className="scroll-thin -mx-1 mb-4 flex gap-1 overflow-x-auto border-b px-1">
      {tabs.map(({ id, label: text, count }, index) => (
        <AppLink
          key={id}
          href={withParams(href, { [param]: index === 0 ? undefined : id })}
          aria-current={id === active ? 'page' : undefined}
          className={classNames(
            '-mb-px border-b-2 px-2 py-2 font-medium whitespace-nowrap',
            id === active ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
          )}
        >
          {text}
          {count !== undefined && <span className="text-muted ml-1.5 text-xs">{count.toLocaleString('en-GB')}</span>}
        </AppLink>
      ))}
    </nav>
  );
};
