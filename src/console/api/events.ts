import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { serverEventSchema, type Lifecycle, type ServerEvent, type StageState } from '#program/contract';
import { lifecycleQuery } from './queries.ts';

const patchStage = (client: QueryClient, name: string, change: (stage: StageState) => StageState): void => {
  client.setQueryData(lifecycleQuery().queryKey, (old: Lifecycle | undefined) =>
    old === undefined
      ? old
      : { ...old, stages: old.stages.map((stage) => (stage.name === name ? change(stage) : stage)) },
  );
};

const refresh = (client: QueryClient, prefixes: readonly string[]): void => {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
  });
};

const progressOf = ({ type: _type, stage: _stage, ...progress }: Extract<ServerEvent, { type: 'stage-progress' }>) =>
  progress;

/** Applies one event to what the console has already read. */
const apply = (client: QueryClient, event: ServerEvent): void => {
  switch (event.type) {
    case 'stage-progress':
      return patchStage(client, event.stage, (stage) => ({ ...stage, status: 'running', progress: progressOf(event) }));
    case 'stage-start':
      return patchStage(client, event.stage, (stage) => ({
        ...stage,
        status: 'running',
        reason: event.reason,
        progress: { message: event.reason },
      }));
    case 'stage-end':
      return refresh(client, ['/api/lifecycle', '/api/records', '/api/learn', '/api/trials']);
    case 'run-start':
    case 'run-end':
      return refresh(client, ['/api/lifecycle', '/api/records']);
    case 'rollout-change':
      return refresh(client, ['/api/rollout', '/api/records', '/api/kpis', '/api/lifecycle']);
    case 'hello':
      return undefined;
  }
};

/** Keeps the console in step with the server; the browser reconnects by itself. */
export const useServerEvents = (): void => {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/events');
    let dropped = false;
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const event = serverEventSchema.safeParse(JSON.parse(data));
      if (!event.success) return;
      if (event.data.type === 'hello' && dropped) void client.invalidateQueries();
      apply(client, event.data);
    });
    source.addEventListener('error', () => {
      dropped = true;
    });
    return () => source.close();
  }, [client]);
};
