import type { LogDep } from '#kernel';
import type { ProviderWire } from '#build/models';
import type { ModelCard } from '#build/models/contract';
import { gatewayRouteSchema, type GatewayConfig, type GatewayRoute, type Target } from '../../gateway-contract.ts';
import { newHealth, type TargetHealth } from '../health/target-health.ts';
import type { LiveRoute, LiveTarget } from './target.ts';

export interface LiveRoutesInput {
  readonly config: GatewayConfig;
  readonly catalogue: readonly ModelCard[];
  readonly wireOf: (card: ModelCard) => ProviderWire | undefined;
}

/** A name that clients may ask for. */
export interface ServedName {
  readonly name: string;
  /** Catalogue ids behind it. */
  readonly models: readonly string[];
}

export interface LiveRoutes {
  readonly find: (name: string) => LiveRoute | undefined;
  readonly names: () => readonly ServedName[];
  /** Every route, those of single models first. */
  readonly all: () => readonly LiveRoute[];
  readonly health: () => ReadonlyMap<string, TargetHealth>;
}

export const noRoutes: LiveRoutes = { find: () => undefined, names: () => [], all: () => [], health: () => new Map() };

const serverOf = (urls: LiveTarget['urls']): string => {
  const [url = ''] = Object.values(urls);
  return URL.canParse(url) ? new URL(url).host : '';
};

const createOpenTarget = ({ catalogue, wireOf }: LiveRoutesInput, health: Map<string, TargetHealth>) => {
  const cards = new Map<string, ModelCard>();
  for (const card of catalogue) for (const alias of card.aliases) cards.set(alias, card);
  for (const card of catalogue) cards.set(card.id, card);
  return ({ model, ...target }: Target): LiveTarget | undefined => {
    const card = cards.get(model);
    const wire = card === undefined ? undefined : wireOf(card);
    if (card === undefined || wire === undefined) return undefined;
    const known = health.get(card.id) ?? newHealth();
    health.set(card.id, known);
    const urls = wire.urls(card);
    return { ...target, card, wire, urls, server: serverOf(urls), health: known };
  };
};

/** Catalogue ids that may be asked for without a route of their own. */
const plainIds = ({ config, catalogue, wireOf }: LiveRoutesInput): readonly string[] =>
  config.models.includes('*')
    ? catalogue.filter((card) => card.provider !== 'local' && wireOf(card) !== undefined).map(({ id }) => id)
    : config.models;

const isTarget = (target: LiveTarget | undefined): target is LiveTarget => target !== undefined;

/** Opens the routes of the project file; a catalogue id or alias that may be asked for is a route of one target. */
export const createLiveRoutes = ({ log }: LogDep, input: LiveRoutesInput): LiveRoutes => {
  const health = new Map<string, TargetHealth>();
  const openTarget = createOpenTarget(input, health);
  const routes = new Map<string, LiveRoute>();
  const aliases = new Map<string, LiveRoute>();

  const open = (name: string, { targets, ...route }: GatewayRoute): LiveRoute | undefined => {
    const live = targets.map((target) => openTarget(target));
    for (const [index, target] of live.entries()) {
      const model = targets[index]?.model ?? '';
      if (target === undefined) log('warn', 'a target of a route cannot be used', { route: name, model });
    }
    const usable = live.filter(isTarget);
    return usable.length === 0 ? undefined : { ...route, name, targets: usable };
  };

  for (const id of plainIds(input)) {
    const route = open(id, gatewayRouteSchema.parse({ targets: [{ model: id }] }));
    if (route === undefined) continue;
    routes.set(id, route);
    for (const alias of route.targets[0]?.card.aliases ?? []) aliases.set(alias, route);
  }
  for (const [name, given] of Object.entries(input.config.routes)) {
    const route = open(name, given);
    if (route !== undefined) routes.set(name, route);
  }
  return {
    find: (name) => routes.get(name) ?? aliases.get(name),
    names: () =>
      [...routes.values()].map(({ name, targets }) => ({ name, models: targets.map(({ card }) => card.id) })),
    all: () => [...routes.values()],
    health: () => health,
  };
};
