export { simToolStatuses } from './tools.ts';
export * from './verdict.ts';
export {
  type Verifiable,
  type VerifyOptions,
  type VerifyProgress,
  verify,
} from './verify.ts';
