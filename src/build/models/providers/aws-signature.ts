import { createHmac } from 'node:crypto';
import { sha256 } from '#kernel';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SigningScope {
  readonly region: string;
  readonly service: string;
  /** `YYYYMMDDTHHMMSSZ`, the value of the header `x-amz-date`. */
  readonly date: string;
}

export interface SignableRequest {
  readonly method: string;
  readonly url: string;
  /** Every header that is signed, `host` and `x-amz-date` among them; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986: everything but letters, digits and `-._~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const byText = (left: string, right: string): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

const canonicalQuery = ({ searchParams }: URL): string =>
  [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted(byText)
    .join('&');

/** Milliseconds since 1970 as AWS writes time. */
export const awsDate = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

/**
 * The `authorization` header of AWS Signature Version 4. The path is encoded once more, as every service but S3 asks.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export const awsAuthorization = (
  { method, url, headers, body }: SignableRequest,
  { accessKeyId, secretAccessKey }: AwsCredentials,
  { region, service, date }: SigningScope,
): string => {
  const place = new URL(url);
  const names = Object.keys(headers).toSorted(byText);
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`);
  const request = [
    method,
    place.pathname.split('/').map(encode).join('/'),
    canonicalQuery(place),
    lines.join(''),
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>((signed, part) => hmac(signed, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(request)].join('\n'));
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`;
};
