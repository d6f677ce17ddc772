import { CircleAlert, Inbox, RotateCw } from 'lucide-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import { CommandLine } from './copy-button.tsx';
import { InlineCode } from './inline-code.tsx';

/** A grey block of the size of what will stand there. */
export const Skeleton = ({ className = 'h-5 w-40' }: { readonly className?: string }) => (
  <div aria-hidden className={`skeleton ${className}`} />
);

export const SkeletonRows = ({ rows = 8, height = 'h-9' }: { readonly rows?: number; readonly height?: string }) => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-px">
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className={`flex items-center border-b px-2 ${height}`}>
        <Skeleton className={`h-3 ${row % 3 === 0 ? 'w-1/2' : 'w-2/3'}`} />
      </div>
    ))}
  </div>
);

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly command?: string;
}

/** Nothing here yet, and what to do about it. */
export const Empty = ({ title, children, command }: EmptyProps) => (
  <div className="flex flex-col items-start gap-2 rounded-lg border border-dashed px-5 py-6">
    <p className="flex items-center gap-2 text-base font-medium">
      <Inbox size={16} aria-hidden className="text-muted" />
      {title}
    </p>
    {children && <div className="text-soft max-w-prose">{children}</div>}
    {command && <CommandLine command={command} />}
  </div>
);

const describe = (error: Error) =>
  error instanceof ApiError
    ? error.problem
    : {
        code: 'CONSOLE_DEFECT',
        detail: error.message,
        why: 'The console itself failed.',
        remedy: 'Reload the page; report it if it comes back.',
      };

interface FailureProps {
  readonly error: Error;
  readonly retry?: (() => unknown) | undefined;
}

/** What failed, why, what to do, and the code to look up. */
export const Failure = ({ error, retry }: FailureProps) => {
  const { code, detail, why, remedy } = describe(error);
  return (
    <div role="alert" className="border-failed flex flex-col items-start gap-2 rounded-lg border px-5 py-4">
      <p className="flex items-center gap-2 text-base font-medium">
        <CircleAlert size={16} aria-hidden className="text-failed shrink-0" />
        <span>
          <InlineCode text={detail} />
        </span>
      </p>
      {why !== '' && (
        <p className="text-soft">
          <InlineCode text={why} />
        </p>
      )}
      {remedy !== '' && (
        <p>
          <InlineCode text={remedy} />
        </p>
      )}
      <div className="flex items-center gap-3">
        {retry && (
          <Button icon={RotateCw} onClick={() => void retry()}>
            Try again
          </Button>
        )}
        <code className="text-muted font-mono text-xs">{code}</code>
      </div>
    </div>
  );
};

interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Skeleton, failure or content of a query; old content stays, marked, while a refresh fails. */
export const QueryView = <Data,>({ query, skeleton = <SkeletonRows />, children }: QueryViewProps<Data>) => {
  const { data, error, refetch } = query;
  if (data === undefined) return error === null ? skeleton : <Failure error={error} retry={refetch} />;
  return (
    <>
      {error !== null && (
        <p role="status" className="bg-stale-wash text-stale mb-3 rounded-md px-3 py-2">
          Shown as it was at {new Date(query.dataUpdatedAt).toLocaleTimeString()}: {describe(error).detail}
        </p>
      )}
      {children(data)}
    </>
  );
};
