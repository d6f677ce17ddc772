import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeAwsSignature, type AwsAccount } from '../wire-servers/verify-aws-signature.ts';
import { awsAuthorization, awsDate, type SignableRequest } from './aws-signature.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const date = '20150830T123600Z';
const host = { host: 'example.amazonaws.com', 'x-amz-date': date };
const at = (path: string): string => `https://example.amazonaws.com${path}`;
const vector = (
  signature: string,
  path = '/',
  request: Partial<SignableRequest> = {},
): { readonly signature: string; readonly request: SignableRequest } => ({
  signature,
  request: { method: 'GET', url: at(path), body: '', ...request, headers: { ...host, ...request.headers } },
});

/** From the AWS Signature Version 4 test suite: access key `AKIDEXAMPLE`, 2015-08-30, `us-east-1`, `service`. */
const vectors = {
  'get-vanilla': vector('5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'),
  'post-vanilla': vector('5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b', '/', { method: 'POST' }),
  'get-vanilla-query-order-key-case': vector(
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    '/?Param2=value2&Param1=value1',
  ),
  'get-vanilla-utf8-query': vector('2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04', '/?\u1234=bar'),
  'get-header-value-trim': vector('acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736', '/', {
    headers: { 'my-header1': 'value1', 'my-header2': '"a b c"' },
  }),
  'post-header-key-sort': vector('c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c', '/', {
    method: 'POST',
    headers: { 'my-header1': 'value1' },
  }),
  'post-sts-header-before': vector('85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead', '/', {
    method: 'POST',
    headers: {
      'x-amz-security-token':
        'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==',
    },
  }),
  'post-x-www-form-urlencoded': vector('ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a', '/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Param1=value1',
  }),
};

for (const [name, { signature, request }] of Object.entries(vectors))
  test(`signs ${name} of the published test suite`, () => {
    const header = awsAuthorization(request, credentials, { region: 'us-east-1', service: 'service', date });
    const names = Object.keys(request.headers).toSorted().join(';');
    assert.equal(
      header,
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${names}, Signature=${signature}`,
    );
  });

const account: AwsAccount = { ...credentials, region: 'us-east-1', service: 'service' };
const now = Date.parse('2015-08-30T12:36:00Z');

test('the published signatures are accepted by the server of the tests, and changed requests are not', () => {
  for (const { signature, request } of Object.values(vectors)) {
    const token = request.headers['x-amz-security-token'];
    const owner = token === undefined ? account : { ...account, sessionToken: token };
    const names = Object.keys(request.headers).toSorted().join(';');
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${names}, Signature=${signature}`;
    const arrived = { ...request, url: new URL(request.url), headers: { ...request.headers, authorization } };
    assert.equal(judgeAwsSignature(arrived, owner, now), undefined);
    assert.equal(judgeAwsSignature({ ...arrived, body: 'x' }, owner, now), 'mismatch');
    assert.equal(judgeAwsSignature(arrived, owner, now + 301_000), 'expired');
  }
});

test('dates are written as AWS reads them', () => {
  assert.equal(awsDate(now + 7), date);
});

test('any path, query and body that is signed is accepted', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => value.isWellFormed());
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 3 }),
      fc.dictionary(text, text, { maxKeys: 3 }),
      text,
      (path, query, body) => {
        const url = new URL(`https://h.example/m/${path.map(encodeURIComponent).join('/')}`);
        for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
        const headers = { host: 'h.example', 'x-amz-date': date };
        const request = { method: 'POST', url: url.href, headers, body };
        const authorization = awsAuthorization(request, credentials, { region: 'us-east-1', service: 'service', date });
        assert.equal(
          judgeAwsSignature({ ...request, url, headers: { ...headers, authorization } }, account, now),
          undefined,
        );
      },
    ),
    { numRuns: 60 },
  );
});
