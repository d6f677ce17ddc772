/** A server-sent event that holds JSON. */
export const dataEvent = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

/** The same with the name that the data's `type` gives, as Anthropic and the Responses API send it. */
export const typedEvent = (type: string, rest: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
