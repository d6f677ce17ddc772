import type { SignatureProblem } from './verify-aws-signature.ts';
import { WireProblem, type WireRefusal } from './wire-server.ts';

interface BedrockError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const namespace = 'http://internal.amazon.com/coral/com.amazon.bedrock/';

/** The name of an error is in a header; its body holds the message alone. */
export const bedrockProblem = ({ status, type, message }: BedrockError): WireProblem =>
  new WireProblem(
    Response.json(
      { message },
      {
        status,
        headers: {
          'x-amzn-errortype': `${type}:${namespace}`,
          'x-amzn-requestid': '8f4e7a52-0000-4000-8000-000000000001',
        },
      },
    ),
  );

export const validationProblem = (message: string): WireProblem =>
  bedrockProblem({ status: 400, type: 'ValidationException', message });

const signatures: Readonly<Record<SignatureProblem, BedrockError>> = {
  missing: { status: 403, type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
  'unknown-key': {
    status: 403,
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  'wrong-token': {
    status: 403,
    type: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
  'wrong-scope': {
    status: 403,
    type: 'InvalidSignatureException',
    message: 'Credential should be scoped to a valid region.',
  },
  expired: { status: 403, type: 'InvalidSignatureException', message: 'Signature expired.' },
  mismatch: {
    status: 403,
    type: 'InvalidSignatureException',
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
};

export const signatureProblem = (problem: SignatureProblem): WireProblem => bedrockProblem(signatures[problem]);

export const badBearer = (): WireProblem =>
  bedrockProblem({
    status: 403,
    type: 'AccessDeniedException',
    message: 'Authentication failed: Please make sure your API Key is valid.',
  });

const refusals: Readonly<Record<WireRefusal['refuse'], BedrockError>> = {
  limit: {
    status: 429,
    type: 'ThrottlingException',
    message: 'Too many requests, please wait before trying again.',
  },
  quota: {
    status: 400,
    type: 'ServiceQuotaExceededException',
    message: 'Your request exceeds the service quota for your account.',
  },
  overloaded: {
    status: 503,
    type: 'ServiceUnavailableException',
    message: 'Bedrock is unable to process your request.',
  },
  failed: {
    status: 500,
    type: 'InternalServerException',
    message: 'The system encountered an unexpected error during processing. Try your request again.',
  },
  context: { status: 400, type: 'ValidationException', message: 'Input is too long for requested model.' },
  invalid: { status: 400, type: 'ValidationException', message: 'The provided model identifier is invalid.' },
};

export const bedrockRefusal = ({ refuse }: WireRefusal): WireProblem => bedrockProblem(refusals[refuse]);
