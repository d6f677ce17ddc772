import type { Dialect } from '#build/models';
import { dialectCodecs, dialectFronts } from '../../dialects/dialect-codecs.ts';
import type { DialectCodec, DialectFront } from '../../dialects/port.ts';

/** The codec of a dialect that can be translated. */
export const codecOf = (dialect: Dialect): DialectCodec | undefined => {
  const codecs: Partial<Readonly<Record<Dialect, DialectCodec>>> = dialectCodecs;
  return codecs[dialect];
};

/** What a dialect can do without a translation. */
export const frontOf = (dialect: Dialect): DialectFront => dialectFronts[dialect];
