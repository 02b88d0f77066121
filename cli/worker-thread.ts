import { enableCompileCache } from 'node:module';

// A thread has no compile cache unless it asks for it, and what it imports is compiled before its first line runs.
enableCompileCache();
await import('./in-worker.js');
