import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly says?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page; hairline above, no box. Side by side in a grid they stand level, without one. */
export const Section = ({ title, says, aside, children }: Props) => (
  <section className="border-t pt-4 pb-6 first:border-t-0 first:pt-0 [.grid>&]:border-t-0 [.grid>&]:pt-0 [:is(nav,p)+&]:border-t-0 [:is(nav,p)+&]:pt-0">
    <div className="mb-3 flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <h2 className="text-base font-semibold">{title}</h2>
      {says && <p className="text-muted">{says}</p>}
      {aside && <div className="ml-auto flex items-center gap-2">{aside}</div>}
    </div>
    {children}
  </section>
);

/** Names and values, aligned. */
export const Facts = ({ items }: { readonly items: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="grid grid-cols-[minmax(88px,max-content)_1fr] gap-x-4 gap-y-1.5">
    {items.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-muted">{name}</dt>
        <dd className="min-w-0 break-words">{value}</dd>
      </div>
    ))}
  </dl>
);
