import {
  Check,
  CircleAlert,
  CircleDashed,
  CircleHelp,
  Clock,
  LoaderCircle,
  UserRound,
  X,
  type LucideIcon,
} from 'lucide-react';
import { classNames } from './class-names.ts';

export type Tone = 'fresh' | 'running' | 'stale' | 'failed' | 'waiting' | 'never';

interface Look {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly wash: string;
}

const looks: Readonly<Record<Tone, Look>> = {
  fresh: { icon: Check, text: 'text-fresh', wash: 'bg-fresh-wash' },
  running: { icon: LoaderCircle, text: 'text-running', wash: 'bg-running-wash' },
  stale: { icon: Clock, text: 'text-stale', wash: 'bg-stale-wash' },
  failed: { icon: CircleAlert, text: 'text-failed', wash: 'bg-failed-wash' },
  waiting: { icon: UserRound, text: 'text-waiting', wash: 'bg-waiting-wash' },
  never: { icon: CircleDashed, text: 'text-muted', wash: 'bg-sunken' },
};

const words: Readonly<Record<Tone, string>> = {
  fresh: 'up to date',
  running: 'running',
  stale: 'out of date',
  failed: 'failed',
  waiting: 'waits for a person',
  never: 'not run yet',
};

export const toneWord = (tone: Tone): string => words[tone];

export const StateIcon = ({ tone, size = 14 }: { readonly tone: Tone; readonly size?: number }) => {
  const { icon: Icon, text } = looks[tone];
  return (
    <Icon size={size} aria-hidden className={classNames('shrink-0', text, tone === 'running' && 'animate-spin')} />
  );
};

interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly children?: string;
}

/** A state in words, with its icon; never colour alone. */
export const Badge = ({ tone, icon: Own, children = words[tone] }: BadgeProps) => (
  <span
    className={classNames(
      'inline-flex h-6 items-center gap-1 rounded-md px-1.5 text-xs font-medium whitespace-nowrap',
      looks[tone].text,
      looks[tone].wash,
    )}
  >
    {Own ? <Own size={13} aria-hidden /> : <StateIcon tone={tone} size={13} />}
    {children}
  </span>
);

type Verdict = 'pass' | 'fail' | 'unknown' | 'met' | 'missed' | 'better' | 'worse' | 'undecided' | 'continue';

const verdicts: Readonly<Record<Verdict, readonly [Tone, LucideIcon]>> = {
  pass: ['fresh', Check],
  met: ['fresh', Check],
  better: ['fresh', Check],
  fail: ['failed', X],
  missed: ['failed', X],
  worse: ['failed', X],
  unknown: ['stale', CircleHelp],
  undecided: ['never', CircleHelp],
  continue: ['never', Clock],
};

export const VerdictBadge = ({ verdict, children }: { readonly verdict: Verdict; readonly children?: string }) => {
  const [tone, icon] = verdicts[verdict];
  return (
    <Badge tone={tone} icon={icon}>
      {children ?? verdict}
    </Badge>
  );
};
