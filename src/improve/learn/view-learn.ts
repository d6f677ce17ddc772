import type { RecordsDep } from '#kernel';
import { acceptedSchema, proposalSchema, type LearnView } from './contract.ts';

/** The newest proposal and what was accepted so far, newest first. */
export const viewLearn = async ({ records }: RecordsDep): Promise<LearnView> => {
  const [proposals, accepted] = await Promise.all([
    records.list({ type: 'learn/proposal', limit: 1 }),
    records.list({ type: 'learn/accepted', limit: 100 }),
  ]);
  const [proposal] = proposals.flatMap(({ hash, createdAt, body }) => {
    const parsed = proposalSchema.safeParse(body);
    return parsed.success ? [{ ...parsed.data, hash, createdAt }] : [];
  });
  return {
    ...(proposal === undefined ? {} : { proposal }),
    accepted: accepted.flatMap(({ hash, createdAt, body }) => {
      const parsed = acceptedSchema.safeParse(body);
      return parsed.success ? [{ ...parsed.data, hash, createdAt }] : [];
    }),
  };
};
