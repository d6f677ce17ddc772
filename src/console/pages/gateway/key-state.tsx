import type { ApiKeyView } from '#run/serve/contract';
import { Badge } from '../../ui/state-badge.tsx';

const day = 86_400_000;

const millisecondsLeft = (expiresAt: string): number => Date.parse(expiresAt) - Date.now();

/** Whether a key works, and for how long. */
export const KeyState = ({ of: { revokedAt, expiresAt } }: { readonly of: ApiKeyView }) => {
  if (revokedAt !== undefined) return <Badge tone="never">revoked</Badge>;
  if (expiresAt === undefined) return <Badge tone="fresh">live</Badge>;
  const left = millisecondsLeft(expiresAt);
  if (left <= 0) return <Badge tone="failed">expired</Badge>;
  return left < 7 * day ? (
    <Badge tone="stale">{`${Math.ceil(left / day)} days left`}</Badge>
  ) : (
    <Badge tone="fresh">live</Badge>
  );
};

/** Whether a key still works. */
export const isLive = ({ revokedAt, expiresAt }: ApiKeyView): boolean =>
  revokedAt === undefined && (expiresAt === undefined || millisecondsLeft(expiresAt) > 0);

export const ownerText = ({ organisation, team }: ApiKeyView): string =>
  [organisation, team].filter((part) => part !== undefined).join(' / ');
