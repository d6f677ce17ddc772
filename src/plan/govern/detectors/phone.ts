import { digitsOf, spansOf, type Detector } from './detector.ts';

const extension = String.raw`(?: ?(?:x|ext\.?|extension) ?\d{1,6})?`;
const before = String.raw`(?<![\w.+/=#(:-]|\d )`;
const after = String.raw`(?!\w|-\d|[.:/]\d)`;

/** `+49 89 1234567` or `001-432-815-4117`: E.164, in one run or grouped. */
const international = new RegExp(
  String.raw`(?<![\w+./=-]|\d )(?:\+ ?|00[ -]?)[1-9](?:[ .\-]?(?:\(\d{1,4}\)|\d)){6,14}${extension}${after}`,
  'gi',
);

/** Groups that are written for phone numbers only: `212-555-0187`, `(212) 555-0187`, `(85) 5986-8343`. */
const grouped = new RegExp(
  String.raw`${before}(?:1[-. ])?(?:[1-9]\d\d([-.])\d{3}\1\d{4}|\(\d{2,4}\) ?\d{3,4}[- ]\d{3,4}|[2-9]\d\d [2-9]\d\d \d{4})${extension}${after}`,
  'gi',
);

/** A trunk zero and groups: `020 7946 0958`, `(08) 9412 3456`, `01 23 45 67 89`. */
const trunkZero = new RegExp(String.raw`${before}\(?0\d{1,4}\)?(?:[ -]\d{2,8}|[ -]?\(\d{2,4}\)){1,4}${after}`, 'g');

/** Any grouping, or none. */
const anyGrouping = String.raw`(?:\(\d{1,4}\)[ -]?)?\d(?:[ .-]?\d){5,13}(?: ?x\d{1,6})?`;

/** After a word that announces a phone number, `call me on 785 8949`. */
const announced = new RegExp(
  String.raw`(?<=(?<!\w)(?:phone|telephone|tel|mobile|cell|fax|call|dial|answering|reach (?:me|us))[^\n\d(+]{1,24})${anyGrouping}${after}`,
  'gi',
);

/** Before a word that says which phone it is, `06-10446904-Office`. */
const labelled = new RegExp(
  String.raw`${before}${anyGrouping}(?=[ -](?:office|fax|mobile|cell|home|work)(?!\w))`,
  'gi',
);

const digitsWithoutExtension = (match: string): string =>
  digitsOf(match.replace(/ ?(?:x|ext).*$/i, '')).replace(/^00/, '');

/** 555-0100 to 555-0199 are kept free for fiction in the North American plan. */
const isFiction = (digits: string): boolean => /555(?:\d{3})?01\d\d$/.test(digits);

const isDialable = (match: string): boolean => {
  const digits = digitsWithoutExtension(match);
  return digits.length >= 6 && digits.length <= 15 && !isFiction(digits);
};

const isTrunkNumber = (match: string): boolean => {
  const digits = digitsOf(match);
  const isDate = /^0\d[ -]\d\d[ -]\d{4}$/.test(match);
  return digits.length >= 9 && digits.length <= 11 && /[1-9]/.test(digits.slice(1, 3)) && !isDate;
};

/** `2024-01-15 10` and `20240115` are dates, whatever announces them. */
const isAnnounced = (match: string): boolean =>
  isDialable(match) && !/^(?:19|20)\d\d[-. ]?[01]\d[-. ]?[0-3]\d/.test(match);

/** Phone numbers: E.164, grouped national forms, and any digits that a word such as "call" announces. */
export const detectPhone: Detector = (text) => [
  ...spansOf(text, international, isDialable),
  ...spansOf(text, grouped, isDialable),
  ...spansOf(text, trunkZero, isTrunkNumber),
  ...spansOf(text, announced, isAnnounced),
  ...spansOf(text, labelled, isAnnounced),
];
