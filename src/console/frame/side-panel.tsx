import { Maximize2, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { AppLink } from '../ui/app-link.tsx';
import { IconButton } from '../ui/button.tsx';
import { useParam, useSetParams } from '../ui/location.ts';
import { SkeletonRows } from '../ui/states.tsx';

const RecordBody = lazy(async () => ({ default: (await import('../pages/record/record-body.tsx')).RecordBody }));
const DocumentBody = lazy(async () => ({
  default: (await import('../pages/document/document-body.tsx')).DocumentBody,
}));

/** Removes what the panel shows from the address. */
export const useClosePanel = () => {
  const setParams = useSetParams();
  return () => setParams({ record: undefined, doc: undefined, start: undefined, end: undefined });
};

interface FrameProps {
  readonly name: string;
  readonly href: string;
  readonly children: ReactNode;
}

const PanelFrame = ({ name, href, children }: FrameProps) => {
  const close = useClosePanel();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), [href]);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={name}
      className="bg-panel flex min-h-0 flex-col border-l outline-none max-lg:fixed max-lg:inset-0 max-lg:z-30 lg:w-[clamp(380px,38vw,680px)]"
    >
      <div className="flex h-11 shrink-0 items-center gap-1 border-b px-4">
        <span className="flex-1 font-medium">{name}</span>
        <AppLink
          href={href}
          aria-label="Open as a page"
          title="Open as a page"
          className="text-muted hover:bg-hover hover:text-ink inline-flex size-7 items-center justify-center rounded-md"
        >
          <Maximize2 size={14} aria-hidden />
        </AppLink>
        <IconButton icon={X} label="Close the panel (Esc)" onClick={close} />
      </div>
      <div
        data-scroller
        tabIndex={0}
        role="region"
        aria-label={`${name}, content`}
        className="scroll-thin min-h-0 flex-1 overflow-y-auto p-4"
      >
        <Suspense fallback={<SkeletonRows />}>{children}</Suspense>
      </div>
    </aside>
  );
};

/** Detail beside the page, with its own address: a record, or a document with a place in it. */
export const SidePanel = () => {
  const record = useParam('record');
  const doc = useParam('doc');
  const start = useParam('start');
  const end = useParam('end');
  if (record !== undefined) {
    return (
      <PanelFrame name="Record" href={`/records/${record}`}>
        <RecordBody hash={record} />
      </PanelFrame>
    );
  }
  if (doc === undefined) return null;
  const span = start === undefined || end === undefined ? '' : `?start=${start}&end=${end}`;
  return (
    <PanelFrame name="Document" href={`/documents/${doc}${span}`}>
      <DocumentBody id={doc} {...(span === '' ? {} : { span: { start: Number(start), end: Number(end) } })} />
    </PanelFrame>
  );
};
