import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Canonical JSON (RFC 8785): the same value gives the same text. Undefined properties are left out. */
export const canonicalJson = (value: unknown): string => canonicalize(value) ?? 'null';

/** SHA-256 of text or bytes, 64 lower-case hexadecimal digits. */
export const sha256 = (content: string | Uint8Array): string => hash('sha256', content);

/** The address of a value: SHA-256 of its canonical JSON. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));

/** The first 12 digits of a hash, for people. */
export const shortHash = (hash: string): string => hash.slice(0, 12);
