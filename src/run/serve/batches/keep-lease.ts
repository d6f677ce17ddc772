import type { LogDep } from '#kernel';
import type { BatchStoreDep, Lease } from './port.ts';

export interface KeptLease {
  /** Why no further line is begun; undefined while the work goes on. */
  readonly reason: () => 'lost' | 'cancelled' | undefined;
  readonly end: () => void;
}

/** Renews a lease three times in its life, and hears of a cancellation that way. */
export const keepLease = (
  { batches, log }: BatchStoreDep & LogDep,
  lease: Lease,
  { leaseMs, onLost }: { readonly leaseMs: number; readonly onLost: () => void },
): KeptLease => {
  let reason: ReturnType<KeptLease['reason']>;
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;
  const renew = async (): Promise<void> => {
    const status = await batches.renew(lease, leaseMs).catch((thrown: unknown) => {
      log('warn', 'the lease of a batch was not renewed', { batch: lease.batch, problem: String(thrown) });
      return 'unknown' as const;
    });
    if (status === 'cancelling') reason ??= 'cancelled';
    if (status === undefined) {
      reason = 'lost';
      onLost();
    } else if (!isEnded) again();
  };
  const again = (): void => {
    timer = setTimeout(() => void renew(), leaseMs / 3);
  };
  again();
  return {
    reason: () => reason,
    end: () => {
      isEnded = true;
      clearTimeout(timer);
    },
  };
};
