import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { IdDep } from '#kernel';

const bytesPerId = 16;
const idsPerFill = 256;

/** Random bytes for many ids at once: asking the system for each costs ten times the id. */
const createRandomBytes = () => {
  const pool = new Uint8Array(bytesPerId * idsPerFill);
  let at = pool.length;
  return (): Uint8Array => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += bytesPerId;
    return pool.subarray(at - bytesPerId, at);
  };
};

/** Where the count of a millisecond begins: half of its range is left to count up in. */
const firstCount = (random: Uint8Array): number => new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1;

const lastCount = 0xff_ff_ff_ff;

/** UUIDv7 from the machine's clock and randomness; ids of one process sort in the order they were made. */
export const createIds = (): IdDep['ids'] => {
  const randomBytes = createRandomBytes();
  let [msecs, seq] = [-Infinity, 0];
  return {
    uuid: () => {
      const random = randomBytes();
      const now = Date.now();
      if (now > msecs || seq === lastCount) {
        msecs = Math.max(now, msecs + (seq === lastCount ? 1 : 0));
        seq = firstCount(random);
      } else seq += 1;
      return v7({ random, msecs, seq });
    },
  };
};
