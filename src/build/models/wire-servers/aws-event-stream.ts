import { crc32 } from 'node:zlib';

/**
 * One message of `application/vnd.amazon.eventstream`: total length, length of headers, CRC of both, headers, payload,
 * CRC of everything before it.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export const encodeEventMessage = (headers: Readonly<Record<string, string>>, payload: string): Uint8Array => {
  const head = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const [key, text] = [Buffer.from(name), Buffer.from(value)];
      const field = Buffer.alloc(1 + key.length + 3 + text.length);
      field.writeUInt8(key.length, 0);
      key.copy(field, 1);
      field.writeUInt8(7, 1 + key.length);
      field.writeUInt16BE(text.length, 2 + key.length);
      text.copy(field, 4 + key.length);
      return field;
    }),
  );
  const body = Buffer.from(payload);
  const message = Buffer.alloc(16 + head.length + body.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  head.copy(message, 12);
  body.copy(message, 12 + head.length);
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4);
  return message;
};

export const eventMessage = (type: string, payload: unknown): Uint8Array =>
  encodeEventMessage(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    JSON.stringify(payload),
  );

export const exceptionMessage = (type: string, payload: unknown): Uint8Array =>
  encodeEventMessage(
    { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
    JSON.stringify(payload),
  );
