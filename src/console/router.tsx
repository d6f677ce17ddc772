import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { AppShell } from './frame/app-shell.tsx';
import { PageFrame } from './frame/page-frame.tsx';
import { Failure, SkeletonRows } from './ui/states.tsx';
import { TextLink } from './ui/app-link.tsx';

const Pending = () => (
  <div className="px-6 pt-20">
    <SkeletonRows />
  </div>
);

const NotFound = () => (
  <PageFrame title="There is nothing here" says="The address does not belong to any page.">
    <p>
      Go to the <TextLink href="/">overview</TextLink>, or press / to search.
    </p>
  </PageFrame>
);

const Broken = ({ error }: { readonly error: unknown }) => (
  <PageFrame title="This page failed" says="The rest of the console still works.">
    <Failure error={error instanceof Error ? error : new Error(String(error))} />
  </PageFrame>
);

const root = createRootRoute({ component: AppShell });

const pages = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(async () => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stages/$stage',
    component: lazyRouteComponent(async () => import('./pages/stage/stage-page.tsx'), 'StagePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/records/$hash',
    component: lazyRouteComponent(async () => import('./pages/record/record-page.tsx'), 'RecordPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/documents/$',
    component: lazyRouteComponent(async () => import('./pages/document/document-page.tsx'), 'DocumentPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/lineage',
    component: lazyRouteComponent(async () => import('./pages/lineage/lineage-start.tsx'), 'LineageStart'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/lineage/$hash',
    component: lazyRouteComponent(async () => import('./pages/lineage/lineage-page.tsx'), 'LineagePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/answers/$traceId',
    component: lazyRouteComponent(async () => import('./pages/answer/answer-page.tsx'), 'AnswerPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/traces',
    component: lazyRouteComponent(async () => import('./pages/traces/traces-page.tsx'), 'TracesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/traces/$traceId',
    component: lazyRouteComponent(async () => import('./pages/traces/trace-page.tsx'), 'TracePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/chat',
    component: lazyRouteComponent(async () => import('./pages/chat/chat-page.tsx'), 'ChatPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ledger',
    component: lazyRouteComponent(async () => import('./pages/ledger/ledger-page.tsx'), 'LedgerPage'),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren(pages),
  defaultPendingComponent: Pending,
  defaultPendingMs: 150,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
