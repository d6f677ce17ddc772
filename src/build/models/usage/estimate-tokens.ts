/** UTF-8 bytes of a token, about: English prose has 4 to 5, code and most other languages 2 to 4. */
const bytesPerToken = 4;

/**
 * The estimate where a provider reports nothing, for instance because the stream was cut or its reader left: four
 * bytes of what was said, thought or written as a call's arguments are one token. Such an account is marked as
 * estimated, so that a count by a real tokenizer can replace it where nobody waits.
 */
export const estimateTokens = (bytes: number): number => Math.ceil(bytes / bytesPerToken);
