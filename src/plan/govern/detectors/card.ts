import { digitsOf, spansOf, type Detector } from './detector.ts';

/** The Luhn checksum (ISO/IEC 7812-1, annex B). */
export const isLuhnValid = (digits: string): boolean => {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

/** Issuer prefixes with the lengths they come in. */
const issuers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^(?:35|1800|2131)/, [15, 16]],
  [/^3(?:0[0-5]|[68])/, [14, 16]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:50|5[6-9]|6[37])/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

const isCardNumber = (digits: string): boolean =>
  issuers.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) && isLuhnValid(digits);

/** Payment card numbers: a known issuer, its length and a valid checksum, in one run or in groups. */
export const detectCard: Detector = (text) =>
  spansOf(text, /(?<![\w.+-])\d(?:[ -]?\d){11,18}(?![\w-]|\.\d)/g, (match) => isCardNumber(digitsOf(match)));
