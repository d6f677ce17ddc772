export {
  createByteListener,
  type ByteCaller,
  type ByteListener,
  type ByteListenerDeps,
  type ByteListenerOptions,
} from './byte-listener.ts';
