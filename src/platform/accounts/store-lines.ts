import { isFaultError } from '#kernel';
import { cleanLines } from './account-line.ts';
import type { AccountStoreDep } from './port.ts';

const isRefused = (thrown: unknown): boolean =>
  isFaultError(thrown) && thrown.fault.code === 'PLATFORM_ACCOUNTS_REFUSED';

const insertOr = async (insert: () => Promise<void>, otherwise: () => Promise<number>): Promise<number> => {
  try {
    await insert();
    return 0;
  } catch (thrown) {
    if (!isRefused(thrown)) throw thrown;
    return otherwise();
  }
};

/** Stores lines; when the store refuses some, the others are stored without them. Returns how many were left out. */
export const storeLines = async ({ accountStore }: AccountStoreDep, text: string): Promise<number> => {
  const insert = (lines: string) => (): Promise<void> => accountStore.insertLines(lines);
  return insertOr(insert(text), async () => {
    const cleaned = cleanLines(text);
    const whole = cleaned.filter((line) => line !== undefined);
    const broken = cleaned.length - whole.length;
    if (whole.length === 0) return broken;
    const refused = await insertOr(insert(whole.join('\n')), async () => {
      let alone = 0;
      for (const line of whole) alone += await insertOr(insert(line), () => Promise.resolve(1));
      return alone;
    });
    return broken + refused;
  });
};
