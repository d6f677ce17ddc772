import { useEffect, useEffectEvent, useRef } from 'react';
import { useGo } from '../ui/location.ts';
import { areas, stageKeys } from './stage-words.ts';

interface Actions {
  readonly search: () => void;
  readonly commands: () => void;
  readonly keys: () => void;
  readonly close: () => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const dialogOpen = (): boolean => document.querySelector('[role=dialog][data-state=open]') !== null;

const destination = (key: string): string | undefined => {
  const stage = stageKeys[key];
  return stage === undefined ? areas.find((area) => area.key === key)?.href : `/stages/${stage}`;
};

/** The keys that work on every page; silent while somebody types or a dialog is open. */
export const useKeys = (actions: Actions): void => {
  const go = useGo();
  const goAt = useRef(0);
  const plainKey = (event: KeyboardEvent): void => {
    const target = event.timeStamp - goAt.current < 1200 ? destination(event.key) : undefined;
    goAt.current = event.key === 'g' ? event.timeStamp : 0;
    if (target !== undefined) go(target);
    else if (event.key === '/') actions.search();
    else if (event.key === '?') actions.keys();
    else if (event.key === 'Escape') actions.close();
    else return;
    event.preventDefault();
  };
  const press = useEffectEvent((event: KeyboardEvent): void => {
    const held = event.metaKey || event.ctrlKey;
    if (held && event.key === 'k') {
      event.preventDefault();
      actions.commands();
    } else if (!held && !event.altKey && !isTyping(event.target) && !dialogOpen()) plainKey(event);
  });
  useEffect(() => {
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
};
