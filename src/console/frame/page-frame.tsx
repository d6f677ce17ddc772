import { useEffect, useRef, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** One sentence: what this page answers. */
  readonly says: string;
  readonly state?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The frame that every page has: title, what it answers, state, the main action, content. */
export const PageFrame = ({ title, says, state, action, children }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Throughline`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="mx-auto w-full max-w-[1720px] px-4 pt-4 pb-10 sm:px-6 sm:pt-5">
      <header className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 ref={heading} tabIndex={-1} className="text-lg font-semibold tracking-tight outline-none">
              {title}
            </h1>
            {state}
          </div>
          <p className="text-soft mt-0.5">{says}</p>
        </div>
        {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
      </header>
      {children}
    </div>
  );
};
