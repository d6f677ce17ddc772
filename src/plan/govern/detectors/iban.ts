import type { Detector, TextSpan } from './detector.ts';

/** Length of an IBAN by country, from the SWIFT registry. */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** ISO 7064 mod 97-10 over the rearranged account number. */
export const isIbanValid = (iban: string): boolean => {
  if (lengths[iban.slice(0, 2)] !== iban.length) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
};

/** Reads `length` letters and digits from `start`, allowing single spaces or hyphens between them. */
const readCompact = (text: string, start: number, length: number): { readonly value: string; readonly end: number } => {
  let value = '';
  let end = start;
  for (let at = start; value.length < length && at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (/[A-Za-z0-9]/.test(character)) {
      value += character.toUpperCase();
      end = at + 1;
    } else if (!/[ -]/.test(character) || at !== end) break;
  }
  return { value, end };
};

/** International bank account numbers with the length of their country and a valid checksum. */
export const detectIban: Detector = (text) => {
  const spans: TextSpan[] = [];
  for (const { 0: head, index: start } of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}/g)) {
    const length = lengths[head.slice(0, 2).toUpperCase()];
    if (length === undefined) continue;
    const { value, end } = readCompact(text, start, length);
    if (isIbanValid(value) && !/[A-Za-z0-9]/.test(text[end] ?? '')) spans.push({ start, end });
  }
  return spans;
};
