import { readFileSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** The unprivileged user that the database runs as when the program is root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const nobody: Account = { uid: 65_534, gid: 65_534 };

const readPasswd = (): string => {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
};

const findUser = (passwd: string, name: string): Account | undefined => {
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':');
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
};

/** PostgreSQL refuses to run as root: the owner of existing data, else `postgres`, else `nobody`. */
export const chooseAccount = (owner: Stats | undefined): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const passwd = readPasswd();
  return findUser(passwd, 'postgres') ?? findUser(passwd, 'nobody') ?? nobody;
};

const traversable = ({ mode, uid, gid }: Stats, account: Account): boolean => {
  if (uid === account.uid) return (mode & 0o100) !== 0;
  return (mode & (gid === account.gid ? 0o010 : 0o001)) !== 0;
};

/** Whether the account can reach what lies in this directory: it may enter it and all directories above. */
export const canTraverse = (directory: string, account: Account): boolean => {
  if (!traversable(statSync(directory), account)) return false;
  const parent = dirname(directory);
  return parent === directory || canTraverse(parent, account);
};
