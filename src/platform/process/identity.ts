import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const readOrEmpty = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const linuxIdentity = (pid: number): string | undefined => {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // proc(5): the command name may hold spaces and brackets; the state and the rest follow its last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return undefined;
  return `${readOrEmpty('/proc/sys/kernel/random/boot_id').slice(0, 8)}-${startTicks}`;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};

const psIdentity = (pid: number): string | undefined => {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [state, ...started] = line.split(/\s+/);
    return state === undefined || state.startsWith('Z') ? undefined : started.join('-');
  } catch {
    return undefined;
  }
};

/** A text that tells this process from a later one with the same pid; undefined when it is dead or a zombie. */
export const processIdentity = (pid: number): string | undefined => {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return linuxIdentity(pid);
  if (!isAlive(pid)) return undefined;
  return process.platform === 'win32' ? 'alive' : psIdentity(pid);
};

/** The command line of a process, arguments separated by NUL where the system keeps them apart. */
export const commandLine = (pid: number): string => {
  if (process.platform === 'linux') return readOrEmpty(`/proc/${pid}/cmdline`);
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};
