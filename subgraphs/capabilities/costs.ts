/** What an operator enters without a graph. */
import { PriceBook } from './price-book.service.js';

export { readLiteLlmPrices } from './litellm-prices.js';
export { priceEntry } from './price-entry.js';
export type { PriceBook };

/** The prices of a database. */
export function priceBook(parts: ConstructorParameters<typeof PriceBook>[0]): PriceBook {
  return new PriceBook(parts);
}
