import {
  Background,
  Controls,
  Handle,
  Position,
  ReactFlow,
  useReactFlow,
  ReactFlowProvider,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { LineageGraph as Graph } from '#program/contract';
import { PanelLink } from '../../ui/app-link.tsx';
import { classNames } from '../../ui/class-names.ts';
import { placeNodes, visibleNodes, type LineageNode } from './layers.ts';
import '@xyflow/react/dist/style.css';

interface Data extends Record<string, unknown> {
  readonly record: LineageNode;
  readonly start: boolean;
  /** Neighbours that are not shown yet. */
  readonly hidden: number;
  readonly open: (hash: string) => void;
}

const handleLook = '!size-1 !border-0 !bg-transparent';

const RecordNode = ({ data: { record, start, hidden, open } }: NodeProps<Node<Data>>) => (
  <div
    className={classNames(
      'flex w-[196px] items-center rounded-md border bg-panel text-sm',
      start ? 'border-accent' : 'border-line',
    )}
  >
    <Handle type="target" position={Position.Left} className={handleLook} isConnectable={false} />
    <PanelLink open={{ record: record.hash }} className="hover:bg-hover min-w-0 flex-1 rounded-md px-2.5 py-1.5">
      <span className="block truncate font-medium">{record.label}</span>
      <span className="text-muted block truncate text-xs">{record.type}</span>
    </PanelLink>
    {hidden > 0 && (
      <button
        type="button"
        onClick={() => open(record.hash)}
        aria-label={`Show ${hidden} more around ${record.label}`}
        className="nodrag text-accent hover:bg-hover mr-1 inline-flex h-6 items-center rounded-sm px-1 text-xs"
      >
        <Plus size={12} aria-hidden />
        {hidden}
      </button>
    )}
    <Handle type="source" position={Position.Right} className={handleLook} isConnectable={false} />
  </div>
);

const nodeTypes = { record: RecordNode };

const neighbours = (hash: string, { edges }: Graph): readonly string[] =>
  edges.flatMap(({ from, to }) => (from === hash ? [to] : to === hash ? [from] : []));

const useFlow = (graph: Graph, start: string) => {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set([start]));
  return useMemo(() => {
    const shown = visibleNodes(start, opened, graph);
    const hashes = new Set(shown.map(({ hash }) => hash));
    const open = (hash: string): void => setOpened(new Set([...opened, hash]));
    const edges = graph.edges.filter(({ from, to }) => hashes.has(from) && hashes.has(to));
    const nodes = placeNodes(start, shown, edges).map(({ node, x, y }): Node<Data> => ({
      id: node.hash,
      type: 'record',
      position: { x, y },
      width: 196,
      height: 48,
      data: {
        record: node,
        start: node.hash === start,
        hidden: neighbours(node.hash, graph).filter((hash) => !hashes.has(hash)).length,
        open,
      },
    }));
    const lines = edges.map(({ from, to }): Edge => ({
      id: `${from} ${to}`,
      source: from,
      target: to,
      style: { stroke: 'var(--line-strong)' },
      focusable: false,
    }));
    return { nodes, lines };
  }, [graph, start, opened]);
};

interface Props {
  readonly graph: Graph;
  readonly start: string;
}

const Flow = ({ graph, start }: Props) => {
  const { nodes, lines } = useFlow(graph, start);
  const { fitView } = useReactFlow();
  const count = nodes.length;
  useEffect(() => {
    const frame = requestAnimationFrame(() => void fitView({ padding: 0.12, maxZoom: 1 }));
    return () => cancelAnimationFrame(frame);
  }, [count, fitView]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={lines}
      nodeTypes={nodeTypes}
      fitView
      fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
      minZoom={0.2}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      zoomOnScroll={false}
      panOnScroll
      preventScrolling={false}
      proOptions={{ hideAttribution: true }}
      aria-label="Lineage graph"
    >
      <Background color="var(--line)" gap={24} />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
};

/** Records from left (made from) to right (used by); it opens one step at a time. */
export const LineageGraphView = (props: Props) => (
  <div className="h-[min(620px,62vh)] min-h-80 rounded-lg border">
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  </div>
);
