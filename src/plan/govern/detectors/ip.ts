import { spansOf, type Detector } from './detector.ts';

/** Written in manuals as if they were nobody's, though they are public. */
const placeholders = new Set(['1.2.3.4', '5.6.7.8', '1.1.1.1', '8.8.8.8', '8.8.4.4']);

/** First and last address of the IPv4 blocks that belong to nobody in particular (IANA special-purpose registry, multicast and up). */
const specialBlocks: readonly (readonly [string, string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
];

const toNumber = (address: string): number =>
  address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);

const specialRanges = specialBlocks.map(([first, last]) => [toNumber(first), toNumber(last)] as const);

const isIpv4 = (text: string): boolean => {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
};

const isPersonalIpv4 = (text: string): boolean => {
  const value = toNumber(text);
  return (
    isIpv4(text) && !placeholders.has(text) && !specialRanges.some(([first, last]) => value >= first && value <= last)
  );
};

/** The eight groups of an IPv6 address, or undefined when it is not one. */
const ipv6Groups = (text: string): readonly string[] | undefined => {
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const [left = [], right] = sides.map((side) => (side === '' ? [] : side.split(':')));
  const given = [...left, ...(right ?? [])];
  if (!given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  if (right === undefined) return given.length === 8 ? given : undefined;
  if (given.length > 7) return undefined;
  return [...left, ...Array.from({ length: 8 - given.length }, () => '0'), ...right];
};

const isPersonalIpv6 = (text: string): boolean => {
  const groups = ipv6Groups(text);
  if (groups === undefined || !/\d/.test(text) || groups.filter((group) => Number.parseInt(group, 16) > 0).length < 3)
    return false;
  const first = Number.parseInt(groups[0] ?? '0', 16);
  const isDocumentation = first === 0x2001 && Number.parseInt(groups[1] ?? '0', 16) === 0xdb8;
  // Only 2000::/3 is allocated; a full form outside it is still someone's unless it is local or multicast.
  return !isDocumentation && (text.includes('::') ? first >= 0x2000 && first < 0x4000 : first > 0 && first < 0xfc00);
};

/** `version 1.2.3.4` and `v1.2.3.4` are versions. */
const followsVersionWord = (text: string, start: number): boolean =>
  /(?:version|release|build|ver\.?|v)[ :=]{0,2}$/i.test(text.slice(Math.max(0, start - 10), start));

/** Public IPv4 and IPv6 addresses; loopback, private, documentation and multicast blocks and version numbers do not count. */
export const detectIp: Detector = (text) => [
  ...spansOf(
    text,
    /(?<![\w.:-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)/g,
    (match, start) => isPersonalIpv4(match) && !followsVersionWord(text, start),
  ),
  ...spansOf(text, /(?<![\w.:-])[0-9a-f]{1,4}(?::{1,2}[0-9a-f]{1,4}){2,7}(?:::)?(?![\w:])/gi, isPersonalIpv6),
];
