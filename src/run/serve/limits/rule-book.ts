import type { Payer } from '../gateway/port.ts';
import { sha256 } from '#kernel';
import type { LimitLevel, LimitRule } from './limits-contract.ts';
import type { LimitRules } from './port.ts';

/** The rules of one project, by whom they are for. */
export interface RuleBook {
  readonly version: number;
  readonly limitsUsers: boolean;
  readonly of: (level: LimitLevel, subject: string) => readonly LimitRule[];
}

const longestSubject = 200;

/** Users are told apart by organisation, so that one customer cannot spend what another one's users have. */
export const userSubject = (organisation: string | undefined, user: string): string => {
  const subject = organisation === undefined ? user : `${organisation}/${user}`;
  return subject.length > longestSubject || subject.includes('\0') || !subject.isWellFormed()
    ? `sha256:${sha256(subject)}`
    : subject;
};

/** The subjects of a payer that do not change from call to call. */
export const subjectsOf = (payer: Payer): readonly (readonly [LimitLevel, string])[] => [
  ...(payer.organisation === undefined ? [] : [['organisation', payer.organisation] as const]),
  ...(payer.team === undefined ? [] : [['team', payer.team] as const]),
  ['project', '*'],
  ['key', payer.keyId],
];

export const createRuleBook = ({ version, rules }: LimitRules): RuleBook => {
  const bySubject = Map.groupBy(rules, ({ level, subject }) => `${level} ${subject}`);
  const find = (level: LimitLevel, subject: string): readonly LimitRule[] => bySubject.get(`${level} ${subject}`) ?? [];
  return {
    version,
    limitsUsers: rules.some(({ level }) => level === 'user'),
    of: (level, subject) => {
      const own = find(level, subject);
      if (subject === '*') return own;
      const general = find(level, '*').filter(({ kind }) => !own.some((rule) => rule.kind === kind));
      return [...own, ...general];
    },
  };
};
