import { createFaults } from '#kernel';

/** The guardrails part of the error catalogue. */
export const guardrailsFaults = createFaults({
  GUARDRAILS_HOST_INVALID: {
    what: 'The links guardrail allows "{host}", which is not a host name.',
    why: 'Hosts are compared with the host part of a link, so a scheme, a path or a space can never match.',
    remedy: 'Write the bare host in `guardrails`, for instance `docs.example.com` or `*.example.com`.',
    status: 422,
    retryable: false,
  },
});
