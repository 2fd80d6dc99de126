// The thread of judge-worker.ts where the sources run as they are: it has to learn TypeScript itself, as Node 20
// does not preload modules in threads.
import { register } from 'tsx/esm/api';

register();
export const { candidateLoss } = await import('./judge-worker.ts');
