import type { Fault } from '#kernel';

/** A fault for people: what, why, what to do; the code last, for searching. */
export const faultText = ({ code, what, why, remedy }: Fault): string =>
  `${what}\n  why   ${why}\n  do    ${remedy}\n  code  ${code}\n`;

/** A fault for programs. */
export const faultJson = ({ code, what, why, remedy, retryable }: Fault) => ({
  type: 'error',
  code,
  what,
  why,
  remedy,
  retryable,
});
