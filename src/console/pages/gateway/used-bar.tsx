import type { LimitStandingView } from '#run/serve/contract';
import { classNames } from '../../ui/class-names.ts';
import { amountText, usedShare } from './limit-words.ts';

const barColour = (share: number): string => {
  if (share >= 1) return 'bg-failed';
  return share >= 0.8 ? 'bg-stale' : 'bg-accent';
};

const percent = (share: number): string => `${share > 0 && share < 0.01 ? '< 1' : Math.floor(share * 100)} %`;

/** How much of a limit is used in its window: a bar, and the same in words. */
export const UsedBar = ({ of }: { readonly of: LimitStandingView }) => {
  const share = usedShare(of);
  const text = `${amountText(of.kind, of.spent)} of ${amountText(of.kind, of.amount)}`;
  const held = of.held > 0 ? `, ${amountText(of.kind, of.held)} held` : '';
  const spent = share >= 1 ? (of.action === 'block' ? ', refuses calls' : ', over') : '';
  return (
    <span className="block py-1.5">
      <span className="flex flex-wrap justify-between gap-x-3 tabular-nums">
        <span>
          {text}
          <span className="text-muted">{held}</span>
        </span>
        <span className={classNames('font-medium', share >= 1 && 'text-failed')}>
          {percent(share)}
          {spent}
        </span>
      </span>
      <span
        role="meter"
        aria-label="Used"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(share * 100))}
        aria-valuetext={`${text}${held}`}
        className="bg-sunken mt-1 block h-1.5 overflow-hidden rounded-sm"
      >
        <span
          className={classNames('block h-full rounded-sm', barColour(share))}
          style={{ width: `${Math.min(1, share) * 100}%` }}
        />
      </span>
    </span>
  );
};
