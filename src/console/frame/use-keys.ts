import { useEffect, useRef } from 'react';
import { useGo } from '../ui/location.ts';
import { areas, stageKeys } from './stage-words.ts';

interface Actions {
  readonly search: () => void;
  readonly commands: () => void;
  readonly keys: () => void;
  readonly close: () => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const dialogOpen = (): boolean => document.querySelector('[role=dialog][data-state=open]') !== null;

const destination = (key: string): string | undefined => {
  const stage = stageKeys[key];
  return stage === undefined ? areas.find((area) => area.key === key)?.href : `/stages/${stage}`;
};

/** The keys that work on every page; silent while somebody types or a dialog is open. */
export const useKeys = (actions: Actions): void => {
  const go = useGo();
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let goAt = 0;
    const plainKey = (event: KeyboardEvent): void => {
      const target = event.timeStamp - goAt < 1200 ? destination(event.key) : undefined;
      goAt = event.key === 'g' ? event.timeStamp : 0;
      if (target !== undefined) go(target);
      else if (event.key === '/') latest.current.search();
      else if (event.key === '?') latest.current.keys();
      else if (event.key === 'Escape') latest.current.close();
      else return;
      event.preventDefault();
    };
    const press = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key === 'k') {
        event.preventDefault();
        latest.current.commands();
      } else if (!event.metaKey && !event.ctrlKey && !event.altKey && !isTyping(event.target) && !dialogOpen()) plainKey(event);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [go]);
};
