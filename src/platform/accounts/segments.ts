import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { processIdentity } from '#platform/process';

/** A write-ahead file. */
export interface Segment {
  readonly path: string;
  readonly descriptor: number;
  /** Bytes written. */
  size: number;
  /** Bytes whose accounts are in the store. */
  stored: number;
  /** The last line is not whole. */
  torn: boolean;
}

export interface SegmentsOptions {
  readonly folder: string;
  readonly segmentBytes: number;
  /** All files of this process together. */
  readonly maximumBytes: number;
}

export interface Segments {
  /** One write to the end of the newest file; false when it could not be made. */
  readonly append: (line: string) => boolean;
  readonly oldest: () => Segment | undefined;
  /** Deletes the oldest file when all of it is stored, and nothing more goes into it. */
  readonly retire: () => void;
  readonly pendingBytes: () => number;
  /** Closes the files; those that are not stored stay on disk. */
  readonly close: () => void;
}

const safe = (identity: string): string => identity.replaceAll(/[^\w-]/g, '_');

/** `PID.IDENTITY.NONCE.COUNT.log`: tells whose file it is, and whether they still live. */
const ownName = (): string =>
  `${process.pid}.${safe(processIdentity(process.pid) ?? 'none')}.${randomBytes(4).toString('hex')}`;

const namePattern = /^(\d+)\.([\w-]+)\.[\da-f]+\.\d+\.log$/;

/** Whether the process that wrote a file of this name has ended; false for names of other files. */
export const isLeftover = (name: string): boolean => {
  const [, pid, identity] = namePattern.exec(name) ?? [];
  return pid !== undefined && safe(processIdentity(Number(pid)) ?? '') !== identity;
};

const mayRetireBytes = 1024 * 1024;

const writeWhole = (segment: Segment, line: string): boolean => {
  const text = segment.torn ? `\n${line}` : line;
  const written = writeSync(segment.descriptor, text);
  segment.size += written;
  segment.torn = written < Buffer.byteLength(text);
  return !segment.torn;
};

const remove = (segment: Segment): void => {
  closeSync(segment.descriptor);
  rmSync(segment.path, { force: true });
};

/** The write-ahead files of this process. Nothing is opened before the first line. */
export const createSegments = ({ folder, segmentBytes, maximumBytes }: SegmentsOptions): Segments => {
  const segments: Segment[] = [];
  const name = ownName();
  let [count, closed] = [0, false];

  const newest = (): Segment => {
    const last = segments.at(-1);
    if (last !== undefined && last.size < segmentBytes) return last;
    if (count === 0) mkdirSync(folder, { recursive: true, mode: 0o700 });
    count += 1;
    const path = join(folder, `${name}.${count}.log`);
    const segment = { path, descriptor: openSync(path, 'ax+', 0o600), size: 0, stored: 0, torn: false };
    segments.push(segment);
    return segment;
  };
  const pendingBytes = (): number => segments.reduce((bytes, { size, stored }) => bytes + size - stored, 0);

  return {
    append: (line) => {
      if (closed || pendingBytes() + line.length > maximumBytes) return false;
      try {
        return writeWhole(newest(), line);
      } catch {
        return false;
      }
    },
    oldest: () => segments[0],
    retire: () => {
      const [first] = segments;
      if (first === undefined || first.stored < first.size) return;
      if (segments.length === 1 && first.size < mayRetireBytes) return;
      segments.shift();
      remove(first);
    },
    pendingBytes,
    close: () => {
      closed = true;
      for (const segment of segments.splice(0)) {
        if (segment.stored === segment.size) remove(segment);
        else closeSync(segment.descriptor);
      }
    },
  };
};
