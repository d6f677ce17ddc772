import { createHash, createHmac } from 'node:crypto';

export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface AwsAccount {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  readonly service: string;
}

const hex = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const strict = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => `${strict(name)}=${strict(value)}`)
    .toSorted()
    .join('&');

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Computes the signature of a request again from what arrived, as AWS does it (Signature Version 4). */
export const signatureOf = (
  { method, url, headers, body }: AwsRequest,
  signedHeaders: readonly string[],
  { secretAccessKey, region, service }: Pick<AwsAccount, 'secretAccessKey' | 'region' | 'service'>,
): string => {
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`);
  const date = headers['x-amz-date'] ?? '';
  const request = [
    method,
    url.pathname.split('/').map(strict).join('/'),
    canonicalQuery(url),
    lines.join(''),
    signedHeaders.join(';'),
    hex(body),
  ].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const key = [date.slice(0, 8), region, service, 'aws4_request'].reduce<string | Buffer>(
    (signed, part) => hmac(signed, part),
    `AWS4${secretAccessKey}`,
  );
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope, hex(request)].join('\n')).toString('hex');
};

export type SignatureProblem = 'missing' | 'unknown-key' | 'wrong-token' | 'wrong-scope' | 'expired' | 'mismatch';

const millisecondsOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

const toleratedMs = 5 * 60_000;

/** Whose signature it is, and when and where it holds. */
const judgeScope = (
  { headers }: AwsRequest,
  [keyId, day, region, service]: readonly string[],
  account: AwsAccount,
): SignatureProblem | undefined => {
  if (keyId !== account.accessKeyId) return 'unknown-key';
  if (headers['x-amz-security-token'] !== account.sessionToken) return 'wrong-token';
  const isHere = region === account.region && service === account.service;
  return isHere && headers['x-amz-date']?.slice(0, 8) === day ? undefined : 'wrong-scope';
};

/** What is wrong with the signature of a request; undefined when AWS would accept it. */
export const judgeAwsSignature = (
  request: AwsRequest,
  account: AwsAccount,
  now: number,
): SignatureProblem | undefined => {
  const matched = authorization.exec(request.headers['authorization'] ?? '');
  if (matched === null) return 'missing';
  const problem = judgeScope(request, matched.slice(1, 5), account);
  if (problem !== undefined) return problem;
  if (!(Math.abs(millisecondsOf(request.headers['x-amz-date'] ?? '') - now) <= toleratedMs)) return 'expired';
  const [names = '', signature] = matched.slice(5);
  const signed = names.split(';');
  if (!signed.includes('host') || !signed.includes('x-amz-date')) return 'mismatch';
  return signatureOf(request, signed, account) === signature ? undefined : 'mismatch';
};
