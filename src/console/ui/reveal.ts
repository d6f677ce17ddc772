/** Scrolls the nearest marked scroll area, and nothing around it, so that a node stands in its middle. */
export const revealWithin = (node: Element): void => {
  const area = node.closest('[data-scroller]');
  if (area === null) return;
  const { top, height } = node.getBoundingClientRect();
  const frame = area.getBoundingClientRect();
  area.scrollTop += top - frame.top - Math.max(24, (frame.height - height) / 3);
};
