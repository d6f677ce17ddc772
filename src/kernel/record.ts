import { hashOf, type Json } from './hash.ts';
import type { StageName } from './stage-name.ts';

/** A record that is not stored yet. */
export interface RecordDraft<Body = unknown> {
  /** `stage/noun`, for instance `charter/charter`. */
  readonly type: string;
  readonly body: Body;
  /** Hashes of the records that this one was made from. */
  readonly inputs: readonly string[];
}

/** An immutable result, addressed by the SHA-256 of its type, body and inputs. */
export interface StoredRecord<Body = unknown> extends RecordDraft<Body> {
  readonly hash: string;
  readonly stage: StageName;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The run that made it; a decision by a person has none. */
  readonly runId: string | undefined;
}

/** The address of a draft. */
export const recordHash = (draft: RecordDraft): string =>
  hashOf({ type: draft.type, body: draft.body as Json, inputs: draft.inputs });
