import type { ModelCard } from '#build/models/contract';
import type { ProviderWire } from '#build/models';
import type { GatewayRoute, Target } from '../../gateway-contract.ts';
import type { TargetHealth } from '../health/target-health.ts';

/** A target of a route with everything that asking it needs. */
export interface LiveTarget extends Omit<Target, 'model'> {
  readonly card: ModelCard;
  readonly wire: ProviderWire;
  readonly urls: ReturnType<ProviderWire['urls']>;
  /** Host of its provider, for traces. */
  readonly server: string;
  /** Shared by every route that has this model. */
  readonly health: TargetHealth;
}

/** A route with its targets opened. */
export interface LiveRoute extends Omit<GatewayRoute, 'targets'> {
  readonly name: string;
  readonly targets: readonly LiveTarget[];
}

/** What conditions and policies look at. */
export interface RouteFacts {
  readonly tags: readonly string[];
  readonly inputTokens: () => number;
  readonly outputTokens: number;
  readonly modalities: () => ReadonlySet<string>;
  /** Ids of key, team and organisation. */
  readonly tenants: readonly string[];
  /** What sticks a conversation to a target. */
  readonly prefix: () => string;
}
