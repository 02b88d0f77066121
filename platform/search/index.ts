/** The search index: its port and the embedded driver on SQLite. */
export * from './port.js';
