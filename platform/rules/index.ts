/** `#platform/rules`: versioned rules as data, checked when they are saved and judged without evaluating code. */

export { asksInList, asksList, isOrder } from './operators.js';
export { createRuleEngine } from './rule-engine.js';
