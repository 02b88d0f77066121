import { enableCompileCache } from 'node:module';
import { keepResolutions } from './kept-resolutions.js';
import { returnMemory } from './return-memory.js';

// A thread has no compile cache unless it asks for it, and what it imports is compiled before its first line runs.
enableCompileCache();
const allLoaded = keepResolutions('worker');
await import('./in-worker.js');
allLoaded();
returnMemory();
