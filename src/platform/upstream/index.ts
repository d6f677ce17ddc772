export { createUpstream, type UpstreamOptions } from './upstream.ts';
