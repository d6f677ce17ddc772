import { spansOf, type Detector } from './detector.ts';

/** Printed on specimen cards; the Social Security Administration has voided both. */
const specimens = new Set(['078-05-1120', '219-09-9999']);

/** US social security numbers that can have been issued; separators are required. */
export const detectSsn: Detector = (text) =>
  spansOf(
    text,
    /(?<![\w.+-])(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)/g,
    (match) => !specimens.has(match.replaceAll(' ', '-')),
  );
