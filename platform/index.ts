/** `#platform`: the types and ports that every room may name. What does something lives in `#platform/<part>`. */
export * from './ports.js';
