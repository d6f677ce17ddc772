import type { StageState } from '#program/contract';
import { titled } from '../../frame/stage-words.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { classNames } from '../../ui/class-names.ts';
import { StateIcon, toneWord } from '../../ui/state-badge.tsx';

const secondsLeft = (seconds: number | undefined): string => {
  if (seconds === undefined) return '';
  return seconds < 90 ? ` · ${Math.ceil(seconds)} s left` : ` · ${Math.ceil(seconds / 60)} min left`;
};

const Progress = ({ stage: { progress } }: { readonly stage: StageState }) => {
  if (progress === undefined) return null;
  const { done, total } = progress;
  const share = done !== undefined && total ? done / total : undefined;
  return (
    <span className="bg-running-wash absolute inset-x-0 bottom-0 block h-[3px] overflow-hidden rounded-b-md">
      <span
        className={classNames('block h-full bg-running', share === undefined && 'w-1/3 animate-pulse')}
        style={share === undefined ? {} : { width: `${share * 100}%` }}
      />
    </span>
  );
};

/** The line under the headline: why it is not fresh, or how far it is. */
const Reason = ({ stage: { status, reason, progress, fault } }: { readonly stage: StageState }) => {
  if (status === 'fresh') return null;
  const text =
    status === 'running'
      ? `${progress?.message ?? reason}${secondsLeft(progress?.secondsLeft)}`
      : (fault?.what ?? reason);
  return (
    <span className="text-muted line-clamp-2 text-xs" title={text}>
      {text}
    </span>
  );
};

const edges: Readonly<Record<StageState['status'], string>> = {
  fresh: 'border-line',
  never: 'border-dashed border-line',
  running: 'border-running',
  stale: 'border-stale',
  failed: 'border-failed',
  waiting: 'border-waiting',
};

interface Props {
  readonly stage: StageState;
  readonly dimmed: boolean;
  readonly onPoint: (name: string | undefined) => void;
}

/** One stage: its name, its state, its most telling number. */
export const StageTile = ({ stage, dimmed, onPoint }: Props) => {
  const { name, status, headline } = stage;
  const point = () => onPoint(name);
  const leave = () => onPoint(undefined);
  return (
    <AppLink
      href={`/stages/${name}`}
      data-stage={name}
      onMouseEnter={point}
      onMouseLeave={leave}
      onFocus={point}
      onBlur={leave}
      className={classNames(
        'relative z-10 flex min-h-[84px] flex-col gap-0.5 rounded-md border bg-panel px-3 py-2 transition-[opacity,border-color] duration-100 hover:border-line-strong',
        edges[status],
        dimmed && 'opacity-60',
      )}
    >
      <span className="flex items-center gap-1.5">
        <span className="flex-1 font-semibold">{titled(name)}</span>
        <StateIcon tone={status} />
        <span className="sr-only">{toneWord(status)}</span>
      </span>
      {headline !== '' && <span className="text-soft line-clamp-2 leading-[18px]">{headline}</span>}
      <Reason stage={stage} />
      <Progress stage={stage} />
    </AppLink>
  );
};
