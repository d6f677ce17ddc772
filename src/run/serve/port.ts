import type { Exposure, Fault, Result } from '#kernel';
import type { Application } from '#build/strategy';

/** An application that answers one conversation, and as what. */
export interface Served {
  readonly application: Application;
  readonly arm: 'control' | 'canary' | 'preview';
  /** Release id; absent for a preview. */
  readonly release: string | undefined;
  /** Set while a rollout splits users: which one, and the chance that this conversation had of the canary. */
  readonly rollout: { readonly id: string; readonly propensity: number } | undefined;
}

export interface ServedModel {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly says: string;
}

/** Which application answers; held in memory, so that asking costs no round trip. */
export interface RoutingDep {
  readonly routing: {
    /** The active release or its canary, the same for the same conversation; undefined when nothing is released. */
    readonly assign: (conversation: string) => Served | undefined;
    /** The candidate of that id or name, or the newest one for `preview`; undefined when there is none. */
    readonly preview: (model: string) => Promise<Result<Served, Fault> | undefined>;
    readonly models: () => readonly ServedModel[];
  };
}

/** Takes the exposure of an answer to a rollout without waiting; drops are counted when the queue is full. */
export interface ExposureSinkDep {
  readonly exposed: (exposure: Exposure) => void;
}

/** Whether the stores behind the server answer, for `/readyz`. */
export interface HealthDep {
  readonly databaseAlive: () => Promise<boolean>;
}
