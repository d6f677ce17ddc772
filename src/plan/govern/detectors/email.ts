import type { Detector, TextSpan } from './detector.ts';

const localCharacter = /[\p{L}\p{N}._%+'-]/u;
const domain = /@((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,24})(?![\p{L}\p{N}])/uy;

/** RFC 2606 and RFC 6761: reserved for documentation and tests, nobody's address. */
const documentationDomain = /(?:^|\.)(?:example\.(?:com|net|org|edu)|example|test|invalid|localhost|local)$/i;

/** `logo@2x.png` and `pkg@1.0.tgz` are file names; addresses end in a domain that is not a file type. */
const fileEnding =
  /\.(?:png|jpe?g|gif|svg|webp|avif|ico|m?[jt]sx?|cjs|css|scss|json|ya?ml|mdx?|html?|tgz|zip|py|rs|sh)$/i;

const localLength = (text: string, at: number): number => {
  let length = 0;
  while (length < 64 && at - length > 0 && localCharacter.test(text[at - length - 1] ?? '')) length += 1;
  while (length > 0 && /[.'-]/.test(text[at - length] ?? '')) length -= 1;
  return length;
};

/** `https://user:secret@host.org` names a server, not a person's mailbox. */
const isUrlCredential = (text: string, start: number): boolean => {
  const before = text.slice(Math.max(0, start - 64), start);
  const scheme = before.lastIndexOf('://');
  return scheme >= 0 && !/[\s<>"'`]/.test(before.slice(scheme));
};

/** E-mail addresses of people; reserved documentation domains and file names do not count. */
export const detectEmail: Detector = (text) => {
  const spans: TextSpan[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const length = localLength(text, at);
    domain.lastIndex = at;
    const host = length === 0 ? undefined : domain.exec(text)?.[1];
    if (host === undefined) continue;
    const start = at - length;
    const isRobot = /^git$/i.test(text.slice(start, at)) || documentationDomain.test(host) || fileEnding.test(host);
    if (!isRobot && !isUrlCredential(text, start)) spans.push({ start, end: at + 1 + host.length });
  }
  return spans;
};
